package dev.imappoller.secret;

import dev.imappoller.poller.credential.Secret;
import java.util.Optional;

/** The result of fetching a secret. */
sealed interface FetchedSecret {
    /** Its text. */
    record Value(Secret secret) implements FetchedSecret {
        @Override
        public Optional<Secret> text() {
            return Optional.of(secret);
        }

        @Override
        public Optional<Unavailable> trouble() {
            return Optional.empty();
        }
    }

    /** A temporary failure, with the text that was fetched before. */
    record Stale(Secret secret, Unavailable why) implements FetchedSecret {
        @Override
        public Optional<Secret> text() {
            return Optional.of(secret);
        }

        @Override
        public Optional<Unavailable> trouble() {
            return Optional.of(why);
        }
    }

    /**
     * None.
     *
     * @param code what AWS calls it, empty where AWS said nothing
     */
    record Unavailable(Reason reason, String code) implements FetchedSecret {
        Unavailable(Reason reason) {
            this(reason, "");
        }

        @Override
        public Optional<Secret> text() {
            return Optional.empty();
        }

        @Override
        public Optional<Unavailable> trouble() {
            return Optional.of(this);
        }

        /** The same of writing, which nobody tries again by himself. */
        String wordsOfWriting() {
            return reason.isPassing() ? reason.words : words();
        }

        /** Why, and what to do, in words that follow a colon. */
        String words() {
            return reason.words + (reason == Reason.REFUSED ? " " + code : "") + reason.todo;
        }
    }

    /** The text, of now or of before. */
    Optional<Secret> text();

    /** Why it could not be fetched now. */
    Optional<Unavailable> trouble();

    /** Why a secret can't be had. */
    enum Reason {
        NOT_FOUND(
                false, "there is none of that name in the function's region", ". Create it, or correct the reference"),
        DENIED(
                false,
                "access is denied",
                ". Let the function's role read and write it, and use its KMS key where it has one of its own"),
        NOT_TEXT(false, "it holds binary data, not text", ". Store it as a text"),
        DELETED(false, "it is marked for deletion", ". Restore it, or correct the reference"),
        REFUSED(false, "AWS refused it with", ". Correct the reference, or look the error up"),
        THROTTLED(true, "AWS asks to come back later", ". It is tried again at the next poll"),
        TIMED_OUT(
                true,
                "AWS did not answer in time",
                ". It is tried again at the next poll. A function in a VPC needs a way to the service: a VPC endpoint or a NAT"),
        UNREACHABLE(true, "AWS could not be asked, or had an error of its own", ". It is tried again at the next poll");

        private final boolean passing;
        private final String words;
        private final String todo;

        Reason(boolean passing, String words, String todo) {
            this.passing = passing;
            this.words = words;
            this.todo = todo;
        }

        /** True if trying again may help without anybody doing anything. */
        boolean isPassing() {
            return passing;
        }
    }
}
