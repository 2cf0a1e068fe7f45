package dev.imappoller.poller;

/** Puts answers into words. */
public final class Words {
    private Words() {}

    /** What the endpoint did, to follow "the endpoint" or "it". */
    public static String of(Answer answer) {
        if (answer instanceof Answer.Http http) {
            String status = "answered HTTP " + http.status();
            return http.detail().isEmpty() ? status : status + ", " + http.detail();
        }
        return ((Answer.None) answer).detail();
    }
}
