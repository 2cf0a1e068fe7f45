package dev.imappoller.testing;

import dev.imappoller.poller.endpoint.AttachmentStore;

/** For endpoints whose pollers keep attachments in their payloads: no store is opened for them. */
public final class NoStore {
    private NoStore() {}

    public static AttachmentStore open() {
        throw new AssertionError("no poller here has an attachmentStore");
    }
}
