package dev.imappoller.poller.endpoint;

import dev.imappoller.poller.url.WebUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends single HTTP requests past the target guard, for adapters that speak a protocol over HTTP. No redirect is followed. Connections live
 * as long as the run.
 */
public interface HttpRequests extends AutoCloseable {
    /**
     * Sends a request, and reads the answer whole.
     *
     * @param atMost how long all of it may take
     * @throws IOException if the body can't be written since it can't be read
     */
    Reply send(Request request, Duration atMost) throws IOException;

    @Override
    void close();

    /**
     * A request.
     *
     * @param url its path and query stand in the request as they are
     * @param fields of the header, without Host and Content-Length; their values may be secret
     * @param length of the body, in octets
     */
    record Request(String method, WebUrl url, Map<String, String> fields, long length, Body body) {
        public Request {
            fields = Map.copyOf(fields);
        }

        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /** What is sent; it may be asked for again where nothing was sent of it. */
    @FunctionalInterface
    interface Body {
        Body EMPTY = out -> {};

        void writeTo(OutputStream out) throws IOException;
    }

    /** What came of it. */
    sealed interface Reply {
        /** Whether it is a 2xx. */
        default boolean isSuccess() {
            return either(answered -> answered.status() >= 200 && answered.status() <= 299, none -> false);
        }

        /** What is made of it, by whether there was an answer. */
        <T> T either(Function<Answered, T> answered, Function<Unanswered, T> unanswered);

        /** Whether the server got nothing of the request, so that another of its addresses may be tried. */
        default boolean nothingSent() {
            return either(answered -> false, none -> none.cause() == Answer.Cause.NOT_CONNECTED);
        }

        /**
         * An answer.
         *
         * @param fields of the header, their names in lower case; of several with one name the first
         * @param body UTF-8, not beyond a limit; whoever runs the server chose it
         */
        record Answered(int status, Map<String, String> fields, String body) implements Reply {
            public Answered {
                fields = Map.copyOf(fields);
            }

            public Optional<String> field(String lowerCaseName) {
                return Optional.ofNullable(fields.get(lowerCaseName));
            }

            @Override
            public <T> T either(Function<Answered, T> answered, Function<Unanswered, T> unanswered) {
                return answered.apply(this);
            }
        }

        /** None; the detail goes on after the server's name. */
        record Unanswered(Answer.Cause cause, String detail) implements Reply {
            @Override
            public <T> T either(Function<Answered, T> answered, Function<Unanswered, T> unanswered) {
                return unanswered.apply(this);
            }
        }
    }
}
