package dev.imappoller.testing;

import java.io.IOException;

/** What a {@link Receiver} does with a request. {@link Answers} has them all, good and bad. */
@FunctionalInterface
public interface Answer {

    /**
     * Answers a request.
     *
     * @return whether the connection is still good for another request
     */
    boolean write(Request request, Wire wire) throws IOException;

    /** How much of the body is read before the answer; the rest is left unread. */
    default int bodyLimit() {
        return Integer.MAX_VALUE;
    }

    /**
     * The same answer, given after so many bytes of the request's body. The connection is closed then, and since there
     * is something unread the client sees a reset, maybe before it has read the answer.
     */
    default Answer afterBodyBytes(int limit) {
        Answer late = this;
        return new Answer() {
            @Override
            public boolean write(Request request, Wire wire) throws IOException {
                late.write(request, wire);
                return false;
            }

            @Override
            public int bodyLimit() {
                return limit;
            }
        };
    }

    /** The same answer, after which the connection is closed without a word of it in the header. */
    default Answer thenClose() {
        Answer last = this;
        return new Answer() {
            @Override
            public boolean write(Request request, Wire wire) throws IOException {
                last.write(request, wire);
                return false;
            }

            @Override
            public int bodyLimit() {
                return last.bodyLimit();
            }
        };
    }
}
