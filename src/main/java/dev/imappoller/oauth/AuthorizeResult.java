package dev.imappoller.oauth;

import java.util.Optional;
import java.util.function.Function;

/** What came of op authorize; for a person, without secrets but those that the person is to carry to a page. */
public sealed interface AuthorizeResult {
    /** What is made of it, by what came of it. */
    <T> T match(Function<ToOpen, T> toOpen, Function<Granted, T> granted, Function<Failed, T> failed);

    /**
     * A person has to go to a page.
     *
     * @param done what to do, in some sentences
     * @param url the page
     * @param code what is to be typed there; empty where nothing is
     */
    record ToOpen(String done, String url, Optional<String> code) implements AuthorizeResult {
        @Override
        public <T> T match(Function<ToOpen, T> toOpen, Function<Granted, T> granted, Function<Failed, T> failed) {
            return toOpen.apply(this);
        }
    }

    /** Access is granted, and what came of it is kept. */
    record Granted(String done) implements AuthorizeResult {
        @Override
        public <T> T match(Function<ToOpen, T> toOpen, Function<Granted, T> granted, Function<Failed, T> failed) {
            return granted.apply(this);
        }
    }

    /** It can't be done, or was refused; says why and what to change. */
    record Failed(String error) implements AuthorizeResult {
        @Override
        public <T> T match(Function<ToOpen, T> toOpen, Function<Granted, T> granted, Function<Failed, T> failed) {
            return failed.apply(this);
        }
    }
}
