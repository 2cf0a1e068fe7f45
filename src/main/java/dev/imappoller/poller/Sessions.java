package dev.imappoller.poller;

import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Moves the messages of a pass. Where the connection is lost, suspects that have done no harm so far are moved over another one: whatever
 * ended it, be it one of them or a new message, they don't wait for the next pass, when it may be the same.
 */
final class Sessions {
    /** So many messages that end their connection may be found in one pass. */
    private static final int MOST_FURTHER = 3;

    private final Course course;

    Sessions(Course course) {
        this.course = course;
    }

    /**
     * Moves all messages, or as many as the run's time allows.
     *
     * @param first is closed before another is opened
     * @throws MailboxException if the time was up before the server was done, or there is no other connection; what was answered by then
     *     is counted
     * @throws InterruptedException if the run has ended without this pass
     */
    void move(Mailbox first, Plan plan) throws MailboxException, InterruptedException {
        OptionalLong uidValidity = first.uidValidity();
        Plan left = new Transfer(course, first, plan).make();
        for (int i = 0; i < MOST_FURTHER && isWorthIt(left); i++) {
            first.close();
            left = moveByAnother(uidValidity, left);
        }
    }

    private Plan moveByAnother(OptionalLong uidValidity, Plan plan) throws MailboxException, InterruptedException {
        Mailboxes mailboxes = course.ports().mailboxes();
        try (Mailbox another = mailboxes.open(course.poller(), course.context().cutoff())) {
            if (!another.uidValidity().equals(uidValidity)) {
                return Plan.NOTHING; // Its UIDs name other messages.
            }
            Plan left = new Transfer(course, another, plan).make();
            course.tally().notes().remarks(another.remarks());
            return left;
        }
    }

    private boolean isWorthIt(Plan left) {
        boolean anyInnocent = Stream.concat(
                        left.toMarkAlone().stream(), left.toDeliver().stream().map(Planned::uid))
                .anyMatch(uid -> course.suspects().timesBrokenOff(uid) == 0);
        return anyInnocent
                && !course.context().budget().isOver()
                && !course.context().cutoff().isCut()
                && course.lease().keep();
    }
}
