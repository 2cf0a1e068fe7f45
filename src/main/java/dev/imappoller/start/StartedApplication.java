package dev.imappoller.start;

import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;

/** The framework's handler, which by itself would start the application at the first event. */
public final class StartedApplication extends FunqyStreamHandler {

    /** Starts the application. */
    public StartedApplication() {
        Quarkus.manualStart();
    }
}
