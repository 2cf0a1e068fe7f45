package dev.imappoller.poller.endpoint;

import java.util.Set;

/** What an answer means for its message. */
public enum Verdict {
    /** 2xx: the web app took it, so it is marked as seen. */
    ACCEPTED,
    /** 4xx: the web app will never take it, so it is marked as seen, with a warning. */
    REJECTED,
    /** Anything else: it stays unread for a later pass. */
    DEFERRED;

    /** Whether the message has its final answer and is to be marked as seen. */
    public boolean isFinal() {
        return switch (this) {
            case ACCEPTED, REJECTED -> true;
            case DEFERRED -> false;
        };
    }

    /** The verdict on an answer, where some 4xx codes may be asked to be tried again. */
    public static Verdict of(Answer answer, Set<Integer> retryStatuses) {
        return answer.either(http -> of(http.status(), retryStatuses), none -> DEFERRED);
    }

    private static Verdict of(int status, Set<Integer> retryStatuses) {
        if (status >= 200 && status <= 299) {
            return ACCEPTED;
        }
        return status >= 400 && status <= 499 && !retryStatuses.contains(status) ? REJECTED : DEFERRED;
    }
}
