package dev.imappoller.oauth;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.url.WebUrl;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** The way to OAuth 2.0 token endpoints: a guarded POST that follows no redirect. */
public interface TokenEndpoint {
    /**
     * Posts a form.
     *
     * @param url also of other endpoints of an authorization server
     * @param form its values are secrets, some of them
     * @param atMost how long all of it may take
     */
    Response post(WebUrl url, Map<String, String> form, Duration atMost);

    /** What came of it. */
    sealed interface Response {
        /** What is made of it, by whether there was an answer. */
        <T> T either(Function<Answered, T> answered, Function<Unanswered, T> unanswered);

        /**
         * An answer.
         *
         * @param body UTF-8, not beyond a limit; holds tokens, so it must never be shown
         */
        record Answered(int status, String body) implements Response {
            @Override
            public String toString() {
                return "HTTP " + status;
            }

            @Override
            public <T> T either(Function<Answered, T> answered, Function<Unanswered, T> unanswered) {
                return answered.apply(this);
            }
        }

        /** None; the detail goes on after the endpoint's name. */
        record Unanswered(Answer.Cause cause, String detail) implements Response {
            @Override
            public <T> T either(Function<Answered, T> answered, Function<Unanswered, T> unanswered) {
                return unanswered.apply(this);
            }
        }
    }
}
