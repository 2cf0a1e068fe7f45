package dev.imappoller.demo;

import java.util.concurrent.ExecutionException;

/** Ends this process when Maven, which started it, is gone without having ended it: killed, for instance. */
final class ParentWatch implements AutoCloseable {
    private final Thread thread = new Thread(ParentWatch::watch, "parent watch");

    private ParentWatch() {
        thread.setDaemon(true);
    }

    static ParentWatch start() {
        ParentWatch watch = new ParentWatch();
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static void watch() {
        ProcessHandle.current().parent().ifPresent(maven -> {
            try {
                maven.onExit().get();
                System.exit(0);
            } catch (InterruptedException | ExecutionException e) {
                // The demo is stopping by itself.
            }
        });
    }
}
