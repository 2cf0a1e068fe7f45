package dev.imappoller.imap.answer;

import dev.imappoller.imap.inflow.ConnectionInput;
import java.io.IOException;
import java.util.List;
import org.eclipse.angus.mail.iap.Response;

/** What a server says of all messages' flags: those that are neither seen nor deleted are gathered. */
public final class FlagsAnswer implements Untagged {
    private final UidList.Builder uids;

    public FlagsAnswer(ConnectionInput inflow) {
        this.uids = new UidList.Builder(inflow);
    }

    @Override
    public void take(Response response) throws IOException {
        if (response instanceof FetchAnswer answer
                && answer.uid().isPresent()
                && !answer.seen().orElse(true)
                && !answer.deleted()) {
            uids.add(answer.uid().getAsLong());
        }
    }

    @Override
    public void unreadable() {
        // A message whose line can't be read is found at the next poll.
    }

    /** The UIDs that it told of. */
    public List<Long> uids() {
        return uids.build();
    }
}
