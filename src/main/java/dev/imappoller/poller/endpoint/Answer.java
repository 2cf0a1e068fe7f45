package dev.imappoller.poller.endpoint;

import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.EndpointFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The result of one POST: an HTTP answer, or none. */
public sealed interface Answer {
    /** How long it took, from the first look-up of the host to the end of the answer's header. */
    Duration took();

    /** What is to be said where the store of attachments failed, so that nothing was asked of the endpoint. */
    default Optional<Failure> storeFailure() {
        return Optional.empty();
    }

    /** What the endpoint did, to follow "the endpoint" or "it". */
    String words();

    /** What is made of it, by whether there was an HTTP answer. */
    <T> T either(Function<Http, T> answered, Function<None, T> unanswered);

    /**
     * An HTTP answer (RFC 9110), the last one where redirects were followed.
     *
     * @param status 200 to 999: none is interim
     * @param detail for a redirect that could not be followed, the reason; else empty
     * @param retryAfter how long the endpoint asks to wait (RFC 9110, section 10.2.3)
     */
    record Http(int status, String detail, Duration took, Optional<Duration> retryAfter) implements Answer {
        private static final int TOO_MANY_REQUESTS = 429;
        private static final int UNAVAILABLE = 503;

        /** How long the endpoint asks to wait. Only codes that say that it is busy can ask for that. */
        public Optional<Duration> wishToWait() {
            return retryAfter.filter(wait -> status == TOO_MANY_REQUESTS || status == UNAVAILABLE);
        }

        public Http(int status, String detail, Duration took) {
            this(status, detail, took, Optional.empty());
        }

        @Override
        public String words() {
            String answered = "answered HTTP " + status;
            return detail.isEmpty() ? answered : answered + ", " + detail;
        }

        @Override
        public <T> T either(Function<Http, T> answered, Function<None, T> unanswered) {
            return answered.apply(this);
        }
    }

    /**
     * No HTTP answer.
     *
     * @param detail what happened, in words that follow "the endpoint"; no query, no credentials
     */
    record None(Cause cause, String detail, Duration took) implements Answer {
        @Override
        public Optional<Failure> storeFailure() {
            return cause == Cause.NOT_STORED
                    ? Optional.of(EndpointFailures.attachmentNotStored(words()))
                    : Optional.empty();
        }

        @Override
        public String words() {
            return detail;
        }

        @Override
        public <T> T either(Function<Http, T> answered, Function<None, T> unanswered) {
            return unanswered.apply(this);
        }
    }

    /** Why there was no answer. */
    enum Cause {
        /** The host's name has no address. */
        UNKNOWN_HOST,
        /** The target guard refuses the address: nothing was sent. */
        FORBIDDEN_ADDRESS,
        /** Refused, unreachable or not connected in time. */
        NOT_CONNECTED,
        /** No TLS: certificate, name or protocol. */
        TLS,
        /** Closed or reset before an answer. */
        CONNECTION_LOST,
        /** No answer in time. */
        TIMED_OUT,
        /** An answer that is no HTTP. */
        NOT_HTTP,
        /** A 2xx came before the whole request was sent, so it can't be about the whole message. */
        ANSWERED_EARLY,
        /** The message could not be put into a request. */
        NOT_SENT,
        /** Its attachments could not be stored before. */
        NOT_STORED;

        /** Whether the endpoint was there, and may have gone over this very message. */
        public boolean mayBeTheMessage() {
            return switch (this) {
                case UNKNOWN_HOST, FORBIDDEN_ADDRESS, NOT_CONNECTED, TLS, NOT_SENT, NOT_STORED, ANSWERED_EARLY -> false;
                case CONNECTION_LOST, TIMED_OUT, NOT_HTTP -> true;
            };
        }
    }
}
