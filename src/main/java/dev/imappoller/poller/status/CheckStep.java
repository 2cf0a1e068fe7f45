package dev.imappoller.poller.status;

/** A step on the way from a poller's item to its messages, and to its web app. */
public enum CheckStep {
    /** The item holds all that is needed. */
    ITEM("item"),
    /** The keys that payloads are signed with, where they are kept elsewhere. */
    SIGNING_SECRET("signingSecret"),
    /** The secret of the access key to the attachment store, where it is kept elsewhere. */
    ATTACHMENT_STORE("attachmentStore"),
    /** The URL's host has addresses that may be posted to. */
    TARGET("target"),
    /** The password or access token, where it is not in the item. */
    CREDENTIALS("credentials"),
    /** The IMAP host has addresses that may be connected to. */
    DNS("dns"),
    CONNECT("connect"),
    TLS("tls"),
    GREETING("greeting"),
    CAPABILITIES("capabilities"),
    LOGIN("login"),
    /** The folder can be selected. */
    FOLDER("folder"),
    /** The folders that there are, where that one is missing. */
    FOLDERS("folders"),
    /** Messages in it can be marked as read. */
    SEEN("seen"),
    /** The server can do with delivered messages what the item asks for. */
    AFTER_DELIVERY("afterDelivery"),
    /** Unread messages are counted. */
    UNSEEN("unseen"),
    /** A sample message is posted. */
    POST("post");

    private final String word;

    CheckStep(String word) {
        this.word = word;
    }

    /** The step's name in a report. */
    public String word() {
        return word;
    }
}
