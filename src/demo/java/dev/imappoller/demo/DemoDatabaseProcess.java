package dev.imappoller.demo;

import java.io.IOException;

/**
 * The main class of the DynamoDB Local process: it runs DynamoDB's own, and ends when its standard input does, which is when the process
 * that started it is gone, however that ended.
 */
public final class DemoDatabaseProcess {
    private static final String DYNAMODB = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

    private DemoDatabaseProcess() {}

    /** Hands its arguments on to DynamoDB Local. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(DemoDatabaseProcess::endWithInput, "parent watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(DYNAMODB).getMethod("main", String[].class).invoke(null, (Object) args);
    }

    private static void endWithInput() {
        try {
            while (System.in.read() != -1) {
                // Nothing is ever written there.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(0);
    }
}
