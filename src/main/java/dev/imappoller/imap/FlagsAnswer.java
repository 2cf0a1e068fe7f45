package dev.imappoller.imap;

import java.io.IOException;
import java.util.List;
import java.util.StringTokenizer;
import org.eclipse.angus.mail.iap.Response;

/** What a server says of all messages' flags: those that are neither seen nor deleted are gathered. */
final class FlagsAnswer implements Untagged {
    private final UidList.Builder uids;

    FlagsAnswer(Inflow inflow) {
        this.uids = new UidList.Builder(inflow);
    }

    @Override
    public void take(Response response) throws IOException {
        if (response instanceof FetchAnswer answer
                && answer.uid().isPresent()
                && !answer.seen().orElse(true)
                && !isDeleted(answer)) {
            uids.add(answer.uid().getAsLong());
        }
    }

    @Override
    public void unreadable() {
        // A message that can't be read of now is there at the next poll.
    }

    private static boolean isDeleted(FetchAnswer answer) {
        StringTokenizer words = new StringTokenizer(answer.toString(), " \t()");
        boolean deleted = false;
        while (words.hasMoreTokens() && !deleted) {
            deleted = words.nextToken().equalsIgnoreCase("\\Deleted");
        }
        return deleted;
    }

    List<Long> uids() {
        return uids.build();
    }
}
