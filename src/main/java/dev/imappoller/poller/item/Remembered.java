package dev.imappoller.poller.item;

import java.util.Optional;

/**
 * What one pass leaves in the item for the next ones, besides its status.
 *
 * @param lastAnswered the messages that got their final answer in the last pass that got as far as the mailbox
 * @param noPipelining that the server seems to take one command at a time only
 */
public record Remembered(Optional<LastAnswered> lastAnswered, Optional<NoPipelining> noPipelining) {
    public static final Remembered NOTHING = new Remembered(Optional.empty(), Optional.empty());
}
