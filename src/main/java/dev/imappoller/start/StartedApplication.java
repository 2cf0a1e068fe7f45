package dev.imappoller.start;

import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;

/** The framework's handler, made to start the application before the first event. */
public final class StartedApplication extends FunqyStreamHandler {

    /** Starts the application. */
    public StartedApplication() {
        Quarkus.manualStart();
    }
}
