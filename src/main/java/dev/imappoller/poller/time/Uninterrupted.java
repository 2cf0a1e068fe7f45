package dev.imappoller.poller.time;

/** Runs work that has to be done however a pass ends. In an interrupted thread calls to a table would be given up at once. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Does some work as if the thread had not been interrupted, which it is again afterwards. */
    public static void run(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
