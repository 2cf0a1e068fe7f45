package dev.imappoller.imap.answer;

import java.io.IOException;
import java.util.Set;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/** Takes what comes back that is not the end of a command; called by the thread that reads. */
public interface Untagged {
    /**
     * A response that is no command's end, or that of one which nobody sent.
     *
     * @throws IOException if there is too much of it
     */
    void take(Response response) throws IOException;

    /** A response that can't be read as IMAP: whatever it was, it is lost. */
    void unreadable();

    /** What a server may say at any time (RFC 9051, section 7) that is no answer to FETCH and no warning. */
    Set<String> NEWS = Set.of(
            "EXISTS",
            "RECENT",
            "EXPUNGE",
            "VANISHED",
            "FLAGS",
            "CAPABILITY",
            "ENABLED",
            "ID",
            "LIST",
            "LSUB",
            "STATUS",
            "SEARCH",
            "ESEARCH",
            "NAMESPACE",
            "QUOTA",
            "QUOTAROOT",
            "METADATA");

    private static boolean isNews(Response response) {
        return response.isUnTagged()
                && (response.isOK()
                        || response instanceof IMAPResponse news
                                && NEWS.stream().anyMatch(news::keyEquals));
    }

    private static boolean isExpunged(Response response) {
        return response instanceof IMAPResponse news && (news.keyEquals("EXPUNGE") || news.keyEquals("VANISHED"));
    }

    /** Takes no notice of what comes. */
    Untagged IGNORED = new Untagged() {
        @Override
        public void take(Response response) {
            // Nothing of it matters.
        }

        @Override
        public void unreadable() {
            // Nothing of it would have mattered.
        }
    };

    /** As another, and ends the connection where nobody knows any more where the next response begins. */
    static Untagged inStep(Untagged other) {
        return new Untagged() {
            @Override
            public void take(Response response) throws IOException {
                other.take(response);
                if (response instanceof FetchAnswer fetch && !fetch.isInStep()) {
                    throw new LiteralLengthException();
                }
            }

            @Override
            public void unreadable() {
                other.unreadable();
            }
        };
    }

    /** Passes on what is of messages. Whatever can't be told apart from a broken answer may be one. */
    static Untagged to(MessageAnswers answers) {
        return new Untagged() {
            @Override
            public void take(Response response) {
                if (response instanceof FetchAnswer fetch) {
                    answers.fetched(fetch);
                } else if (isExpunged(response)) {
                    answers.expunged();
                } else if (!isNews(response)) {
                    answers.unreadable();
                }
            }

            @Override
            public void unreadable() {
                answers.unreadable();
            }
        };
    }
}
