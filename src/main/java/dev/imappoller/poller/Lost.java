package dev.imappoller.poller;

import java.util.Optional;

/** The connection to the mailbox was lost in mid-pass, or not: what that means for the pass. */
final class Lost {
    private final Course course;
    private Optional<MailboxException> cause = Optional.empty();
    private boolean cutWhileIdle;

    Lost(Course course) {
        this.course = course;
    }

    /** @param idle whether the server had nothing to answer then */
    void by(MailboxException why, boolean idle) {
        cause = Optional.of(why);
        cutWhileIdle = idle && isCut();
        if (cutWhileIdle) {
            course.tally().timeIsUp(); // It was not the server that took so long.
        }
    }

    boolean isSo() {
        return cause.isPresent();
    }

    /** Why, in words. */
    String why() {
        return cause.orElseThrow().failure().detail();
    }

    /**
     * Tells it, where that is not charged to one message.
     *
     * @param orderly whether all that was begun has ended
     * @return whether the rest may be moved over another connection
     * @throws MailboxException if the time was up before the server was done
     */
    boolean leavesTheRest(boolean charged, boolean orderly) throws MailboxException {
        if (cause.isEmpty() || cutWhileIdle && orderly) {
            return false;
        }
        if (!charged && isCut()) {
            throw cause.get();
        }
        if (!charged) {
            course.tally().failed(cause.get().failure());
        }
        return true;
    }

    private boolean isCut() {
        return course.context().cutoff().isCut();
    }
}
