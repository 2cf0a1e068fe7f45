package dev.imappoller.poller.wording;

import static dev.imappoller.poller.status.Phrases.messages;

import dev.imappoller.poller.item.Poller;

/** What is said of a pass besides a failure, each in sentences of their own. */
public final class PassSentences {
    private PassSentences() {}

    public static String delivered(int messages) {
        return "Delivered " + messages(messages) + ".";
    }

    /** @param last what the endpoint did, to follow "it" */
    public static String rejected(int messages, String last) {
        return "The endpoint rejected " + messages(messages) + ", now marked as"
                + " read: it " + last + ". If that is not meant, correct url, and have them delivered again by op"
                + " redeliver with \"rejected\":true.";
    }

    public static String deferred(int messages, String last) {
        return messages(messages) + " did not get through, and will be tried again at the next poll: " + last + ".";
    }

    public static String tooLarge(Poller poller, int messages) {
        return messages(messages) + " above maxMessageBytes (" + poller.maxMessageBytes()
                + ") left unread; raise it to have them delivered.";
    }

    public static String parked(int messages) {
        return messages(messages) + " not tried any more; op failed lists them, and why.";
    }

    public static String waiting(int messages) {
        return messages(messages) + " that failed before will be tried again later.";
    }

    public static String notMarked(int messages, String why) {
        return messages(messages) + " delivered, and still unread since the server refused to mark: " + why
                + ". Mark them as read in the mailbox; they are not posted again.";
    }

    public static String markedByServer(Poller poller, int messages) {
        return poller.host() + " marks messages as read when they are listed or fetched, although asked not to ("
                + messages(messages) + "). The mark was taken away again until they are delivered.";
    }

    /** @param uids some of them, to be shown */
    public static String marksNotKept(Poller poller, int messages, String uids) {
        return poller.host() + " said that it had marked messages as read, and lists " + messages(messages)
                + " as unread again (uid " + uids + "). They were delivered, and are not posted again; they are marked"
                + " again at each poll. If somebody marked them as unread to have them delivered again, use op redeliver"
                + " with the uid; else ask who runs the server.";
    }

    public static String notFiled(Poller poller, int messages, String why) {
        return poller.host() + " refused to do with " + messages(messages) + " what afterDelivery says: " + why
                + ". They were delivered, stay in " + poller.folder()
                + " marked as read, and are not posted again; it is tried again at each poll. Check afterDelivery, and the"
                + " account's rights and quota.";
    }

    public static String missing(Poller poller, int messages) {
        return messages(messages) + " that " + poller.host() + " lists as unread and has nothing of "
                + (messages == 1 ? "is" : "are") + " left out; if that stays so, look at " + poller.folder()
                + " in a mail program.";
    }

    public static String withoutUidValidity(Poller poller) {
        return poller.host() + " does not tell the UIDVALIDITY of " + poller.folder()
                + ", so UIDs may name other messages the next time: no records of messages were used or written in"
                + " this pass. Ask who runs the server.";
    }

    public static String noUids(Poller poller, long words) {
        return poller.host() + " lists unread messages with " + words
                + " words that are no UIDs; these were left out. If a message stays unread, look at "
                + poller.folder() + " in a mail program.";
    }

    public static String oneByOne(Poller poller) {
        return poller.host()
                + " seems to take no command before the one ahead of it is answered, so passes take longer.";
    }

    public static String takenOver() {
        return "Another run has taken over; the rest is its.";
    }

    public static String timeIsUp() {
        return "The run's time was up; the rest waits for the next poll.";
    }

    public static String mostMessages(Poller poller) {
        return "Stopped at maxMessages (" + poller.maxMessages() + "); the rest waits for the next poll.";
    }

    public static String nothingUnread() {
        return "No unread messages.";
    }
}
