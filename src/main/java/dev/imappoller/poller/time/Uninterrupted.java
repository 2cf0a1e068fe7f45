package dev.imappoller.poller.time;

/** Does what has to be done however a pass ends: a thread that is interrupted can use no table, since the calls are given up. */
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
