package dev.imappoller.start;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What Lambda's Java runtime calls. The application starts with it, before the first event: Lambda gives a function more of the
 * processor until then. A native zip holds this class alone, to say what is wrong where it was deployed for the Java runtime.
 */
public final class JavaRuntimeHandler implements RequestStreamHandler {
    private final RequestStreamHandler application;

    /**
     * Starts the application.
     *
     * @throws IllegalStateException if it can't start, with the reason
     */
    public JavaRuntimeHandler() {
        if (JavaRuntimeHandler.class.getResource("StartedApplication.class") == null) {
            throw new IllegalStateException("This zip holds a native executable. Deploy it with Packaging=native,"
                    + " or build one for the Java runtime with ./mvnw package.");
        }
        application = started();
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        application.handleRequest(event, answer, context);
    }

    private static RequestStreamHandler started() {
        try {
            return new StartedApplication();
        } catch (RuntimeException e) {
            throw new IllegalStateException(FailedStart.words(e, System.getenv()), e);
        }
    }
}
