package dev.imappoller.imap;

import java.io.IOException;
import org.eclipse.angus.mail.iap.Response;

/** Takes what comes back that is not the end of a command; called by the thread that reads. */
interface Untagged {
    /**
     * A response that is no command's end, or that of one which nobody sent.
     *
     * @throws IOException if there is too much of it
     */
    void take(Response response) throws IOException;

    /** A response that can't be read as IMAP: whatever it was, it is lost. */
    void unreadable();

    /** Passes on what is of messages. */
    static Untagged to(Pipeline.Answers answers) {
        return new Untagged() {
            @Override
            public void take(Response response) {
                if (response instanceof FetchAnswer fetch) {
                    answers.fetched(fetch);
                }
            }

            @Override
            public void unreadable() {
                answers.unreadable();
            }
        };
    }
}
