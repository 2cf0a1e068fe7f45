package dev.imappoller.poller.wording;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is said where a mail server refuses the folder, or a command about its messages. */
public final class MailboxFailures {
    private static final String OTHER_FILTER =
            " Try the entries of filter one by one with op check, and leave out what this server can't do.";

    private MailboxFailures() {}

    public static Failure noFolder(Poller poller) {
        return new Failure(
                PollerStatus.FOLDER_NOT_FOUND,
                "There is no folder " + poller.folder() + " in the account " + poller.username()
                        + ". Check folder: its name is case-sensitive, and a subfolder is named with all folders above it.");
    }

    public static Failure noSelectableFolder(Poller poller, String words) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                "The folder " + poller.folder() + " can't be selected: " + words + ". Check folder.");
    }

    /** @param said what is shown of the server's words, to follow a sentence */
    public static Failure folderRefused(Poller poller, String said) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " refused to select " + poller.folder() + said
                        + ". Check folder and the account's rights.");
    }

    public static Failure readOnly(Poller poller) {
        return new Failure(
                PollerStatus.FOLDER_READ_ONLY,
                "The folder " + poller.folder() + " can only be read by " + poller.username()
                        + ", so messages can't be marked as read and nothing is posted. Give the account the right to"
                        + " write to it.");
    }

    /** @param verb of the command, such as SEARCH */
    public static Failure notListed(Poller poller, String verb, String words) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " could not list the unread messages of " + poller.folder() + ": "
                        + refused(verb, words) + ". It is tried again at the next poll.");
    }

    public static Failure searchNotUnderstood(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host()
                        + " answered SEARCH with something that names no messages, so it is not known which are"
                        + " unread. It is tried again at the next poll.");
    }

    /** @param said what is shown of the server's words, to follow a sentence */
    public static Failure filterBeyondAscii(Poller poller, String said) {
        return new Failure(
                PollerStatus.INVALID_CONFIG,
                poller.host() + " does not search for text beyond US-ASCII" + said
                        + ", so nothing was posted. Write the texts of filter without it: a part of a text is enough.");
    }

    /** @param said what is shown of the server's words, to follow a sentence */
    public static Failure filterRefused(Poller poller, String said) {
        return new Failure(
                PollerStatus.INVALID_CONFIG,
                poller.host() + " searches, but not by filter" + said + ", so nothing was posted." + OTHER_FILTER);
    }

    public static Failure filterIgnored(Poller poller) {
        return new Failure(
                PollerStatus.INVALID_CONFIG,
                poller.host()
                        + " ignores filter or a part of it: it finds the same messages by the opposite, so nothing was posted."
                        + OTHER_FILTER);
    }

    /** A command about some messages was refused; to be told of them, without a full stop. */
    public static Failure commandRefused(String verb, String words) {
        return new Failure(PollerStatus.MAILBOX_ERROR, refused(verb, words));
    }

    /** The same of a server that asks for fewer commands. */
    public static Failure commandThrottled(String verb, String words, @Nullable Duration pause) {
        return new Failure(PollerStatus.THROTTLED, refused(verb, words), pause);
    }

    private static String refused(String verb, String words) {
        return "the server refused " + verb + ": " + words;
    }

    /** A message can't be had from the server; to be told of it, without a full stop. */
    public static Failure unavailable(String why) {
        return new Failure(PollerStatus.MAILBOX_ERROR, why);
    }

    /** @param announced in octets */
    public static String moreThanAnnounced(long announced) {
        return "the server announced " + announced
                + " octets and sends many more, for which there is no room at the moment";
    }

    /** The temporary folder is full, or broken; to be told of a message, without a full stop. */
    public static Failure notKept(String why) {
        return new Failure(
                PollerStatus.INTERNAL_ERROR,
                "the message could not be kept in the temporary folder (" + why
                        + "): raise the function's ephemeral storage, or lower MAX_CONCURRENT_POLLERS");
    }

    public static Failure notMarked(Poller poller, String why) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " refused to mark a delivered message as read: " + why
                        + ". Give the account the right to set the \\Seen flag in " + poller.folder() + ".");
    }

    public static Failure throttledInPass(Poller poller, String why) {
        return new Failure(
                PollerStatus.THROTTLED,
                poller.host() + " asks for fewer requests: " + why + ". The pass was ended; what was not"
                        + " delivered stays unread and is tried again.");
    }

    /** @param uids some of them, to be shown */
    public static Failure marksNotKept(Poller poller, int messages, String uids) {
        return new Failure(PollerStatus.MAILBOX_ERROR, PassSentences.marksNotKept(poller, messages, uids));
    }

    /**
     * Delivered messages could not be moved, deleted or given a keyword.
     *
     * @param why the server's refusal, which may be that it throttles
     */
    public static Failure notFiled(Poller poller, int messages, Failure why) {
        return why.saying(PassSentences.notFiled(poller, messages, why.detail()));
    }

    /** @param why what the server lacks, to follow its name */
    public static Failure cannotFile(Poller poller, String why) {
        return new Failure(
                PollerStatus.INVALID_CONFIG,
                "afterDelivery can't be done: " + poller.host() + " " + why
                        + ". Correct afterDelivery, or remove it from the item.");
    }

    /** The connection was lost over one message; to be told of it. */
    public static String lostOver(long uid, boolean marked, String why) {
        return "the connection was lost while nothing but message " + uid + " was " + (marked ? "marked" : "fetched")
                + ": " + why;
    }

    /** @param decoded whether it was not the decoder that gave up */
    public static String nothingFetched(Poller poller, String messages, boolean decoded, String why) {
        return "None of " + messages + " could be fetched from " + poller.host()
                + (decoded ? ": " : " and decoded: ") + why
                + ". They stay unread and are tried again at the next poll.";
    }

    /** A message was looked for by its Message-ID. */
    public static Failure messageIdNotSearched(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " answered SEARCH with something that names no messages. Name the message by its uid.");
    }

    public static Failure tooManyByMessageId(Poller poller, int messages) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " finds " + messages
                        + " messages by that Message-ID, too many to look at each. Name the one that is meant by its"
                        + " uid.");
    }

    /** @param uids some of them, to be shown */
    public static Failure severalByMessageId(Poller poller, int messages, String uids) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                messages + " messages in " + poller.folder() + " have that Message-ID: uid " + uids
                        + ". None was changed. Name the one that is meant by its uid.");
    }

    /** Messages are to be marked as unread; to be told of them, without a full stop. */
    public static Failure marksNotRemoved(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " said that it had marked messages as unread, but they are marked as read");
    }

    public static Failure withoutUidValidity(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " does not tell the UIDVALIDITY of " + poller.folder()
                        + ", so it is not known which message has which UID now. Mark the messages as unread in a mail program.");
    }

    /** An operation by hand was refused by the server or by what is known of the mailbox. */
    public static Failure operation(String why) {
        return new Failure(PollerStatus.MAILBOX_ERROR, why);
    }
}
