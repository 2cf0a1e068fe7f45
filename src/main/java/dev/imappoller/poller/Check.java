package dev.imappoller.poller;

import dev.imappoller.poller.provider.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Tries a poller as a pass would, touches no message, and tells of each step. */
final class Check {
    /** For the sample: a web app that takes longer is too slow for a person who waits. */
    private static final Duration TO_POST = Duration.ofSeconds(20);

    private final Poller poller;
    private final Mailboxes mailboxes;
    private final Endpoints endpoints;
    private final Clock clock;
    private final Cutoff cutoff;
    private final StepLog steps;

    Check(Poller poller, Mailboxes mailboxes, Endpoints endpoints, Clock clock, Cutoff cutoff, StepLog steps) {
        this.poller = poller;
        this.mailboxes = mailboxes;
        this.endpoints = endpoints;
        this.clock = clock;
        this.cutoff = cutoff;
        this.steps = steps;
    }

    /**
     * Makes the check.
     *
     * @param budget what a POST must have ended within
     * @param post whether a sample message is posted, even if the mailbox can't be read
     */
    Outcome make(boolean post, Budget budget) {
        Outcome mailbox = mailbox();
        steps.ended(mailbox);
        if (!post || budget.isOver() || cutoff.isCut()) {
            return worstOf(mailbox, "Nothing was posted.");
        }
        return worstOf(mailbox, post(budget));
    }

    private Outcome mailbox() {
        try (Mailbox mailbox = mailboxes.open(poller, cutoff, steps)) {
            steps.begin(Step.UNSEEN);
            int unread = mailbox.searchUnseen().size();
            steps.done(() -> unread + " unread.");
            String detail = "Connected to " + poller.host() + ", logged in as " + poller.username() + " and selected "
                    + poller.folder() + ": " + unread + " unread.";
            return new Outcome(PollerStatus.OK, detail, Counts.NONE, OptionalInt.of(unread), Duration.ZERO);
        } catch (MailboxException e) {
            return Outcome.failed(Pass.failureOf(e, poller, cutoff), Duration.ZERO)
                    .adding(proposal().stream().toList());
        }
    }

    /** Another server may be meant, by the domain of the username. */
    private Optional<String> proposal() {
        return Provider.ofUser(poller.username())
                .filter(known -> !known.host().equals(poller.host())
                        && Provider.of(poller.host()).filter(known::equals).isEmpty())
                .map(known -> "By its username the account may be one of " + known.title() + ": then write provider "
                        + known.id() + " in place of host.");
    }

    /** What went wrong with the mailbox, else with the web app, else what was done. */
    private Outcome worstOf(Outcome mailbox, String posted) {
        if (mailbox.status() != PollerStatus.OK) {
            return mailbox;
        }
        Optional<Failure> failure = steps.endpointFailure();
        return failure.map(f -> new Outcome(f.status(), f.detail(), Counts.NONE, mailbox.unread(), Duration.ZERO))
                .orElseGet(() -> mailbox.adding(posted));
    }

    /** Posts the sample, and says what came of it. */
    private String post(Budget budget) {
        steps.begin(Step.POST);
        Delivery sample = Sample.of(poller, clock.instant());
        Duration left = budget.untilCut();
        try (Endpoint endpoint = endpoints.open()) {
            Answer answer = endpoint.post(sample, left.compareTo(TO_POST) < 0 ? left : TO_POST);
            String told = "The sample message was posted to " + poller.target().display() + ", which "
                    + Words.of(answer) + " (" + answer.took().toMillis() + " ms)";
            switch (Verdict.of(answer, poller.retryStatuses())) {
                case ACCEPTED -> steps.done(() -> told + ".");
                case REJECTED -> {
                    String rejected = told + ": a message answered so is marked as read and not tried again.";
                    steps.warn(rejected);
                    return rejected;
                }
                case DEFERRED ->
                    steps.failed(new Failure(
                            PollerStatus.ENDPOINT_FAILING,
                            told + ": a message stays unread then and is tried again. Look at the web app."));
            }
            return told + ".";
        }
    }
}
