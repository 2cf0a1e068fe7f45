package dev.imappoller.poller.operation;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.provider.Provider;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.poller.wording.EndpointFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the steps of a pass up to the number of unread messages and reports each. It changes no message. */
public final class Check {
    /** The time limit for the sample, since a person waits for the answer. */
    private static final Duration TO_POST = Duration.ofSeconds(20);

    private final Poller poller;
    private final Mailboxes mailboxes;
    private final Endpoints endpoints;
    private final Clock clock;
    private final Cutoff cutoff;
    private final CheckLog steps;

    /** @param steps told of each step */
    public Check(Poller poller, Mailboxes mailboxes, Endpoints endpoints, Clock clock, Cutoff cutoff, CheckLog steps) {
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
     * @param posting what is posted, even if the mailbox can't be read
     */
    public Outcome make(Posting posting, Budget budget) {
        Outcome mailbox = mailbox();
        steps.ended(mailbox);
        if (!posting.posts() || budget.isOver() || cutoff.isCut()) {
            return worstOf(mailbox, "Nothing was posted.");
        }
        return worstOf(mailbox, post(posting, budget));
    }

    private Outcome mailbox() {
        try (Mailbox mailbox = mailboxes.open(poller, cutoff, steps)) {
            steps.begin(CheckStep.UNSEEN);
            int unread = mailbox.searchUnseen().size();
            String counted = counted(mailbox, unread);
            steps.done(() -> counted);
            String detail = "Connected to " + poller.host() + ", logged in as " + poller.username() + " and selected "
                    + poller.folder() + ": " + counted;
            return new Outcome(PollerStatus.OK, detail, MessageCounts.NONE, OptionalInt.of(unread), Duration.ZERO);
        } catch (MailboxException e) {
            return Outcome.failed(cutoff.orElse(e.failure(), poller), Duration.ZERO)
                    .adding(proposal().stream().toList());
        }
    }

    /** So nobody has thousands of old messages posted without knowing. */
    private String counted(Mailbox mailbox, int unread) throws MailboxException {
        String counted = poller.filter().isPresent()
                ? unread + " unread that filter lets through, of " + mailbox.countUnseen() + " in all."
                : unread + " unread.";
        return unread <= poller.maxMessages()
                ? counted
                : counted + " A poll posts " + poller.maxMessages()
                        + " of them at the most, and the next poll goes on. To leave old messages where they are, give filter a"
                        + " since.";
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
        return failure.map(
                        f -> new Outcome(f.status(), f.detail(), MessageCounts.NONE, mailbox.unread(), Duration.ZERO))
                .orElseGet(() -> mailbox.adding(posted));
    }

    /** Posts the sample, and says what came of it. */
    private String post(Posting posting, Budget budget) {
        steps.begin(CheckStep.POST);
        if (posting.bytes() > poller.maxMessageBytes()) {
            String tooLarge = "No sample message of " + posting.bytes()
                    + " bytes was posted: no message above the poller's maxMessageBytes, " + poller.maxMessageBytes()
                    + ", ever is.";
            steps.warn(tooLarge);
            return tooLarge;
        }
        Delivery sample = Sample.of(poller, clock.instant(), posting.bytes());
        Duration left = budget.untilCut();
        // A large one takes the time that it takes.
        boolean cut = !posting.isSized() && left.compareTo(TO_POST) > 0;
        try (Endpoint endpoint = endpoints.open()) {
            Answer answer = endpoint.post(sample, cut ? TO_POST : left);
            String told = "The sample message "
                    + (posting.isSized() ? "of " + sample.raw().size() + " bytes " : "")
                    + "was posted to " + poller.target().display() + ", which " + answer.words() + " ("
                    + answer.took().toMillis() + " ms)";
            String limit = posting.isSized() ? limit(answer) : "";
            switch (Verdict.of(answer, poller.retryStatuses())) {
                case ACCEPTED -> {
                    String accepted = told + (posting.isSized() ? ": messages of that size get through." : ".");
                    steps.done(() -> accepted);
                    return accepted;
                }
                case REJECTED -> {
                    String rejected = told + ": a message answered so is marked as read and not tried again." + limit;
                    steps.warn(rejected);
                    return rejected;
                }
                case DEFERRED ->
                    steps.failed(answer.storeFailure().orElseGet(() -> EndpointFailures.sampleDeferred(told, limit)));
            }
            return told + ".";
        }
    }

    /** What an answer to a large message says of the limits of a web app, or of a proxy before it. */
    private static String limit(Answer answer) {
        return answer.either(http -> limit(http.status()), none -> limit(none.cause()));
    }

    private static String limit(int status) {
        return switch (status) {
            case 413 ->
                " The web app, or a proxy before it, takes no request that large: raise its limit, and put 413 into"
                        + " retryStatuses until that is done.";
            case 400 ->
                " Many web frameworks say 400 to a request that is above a limit of theirs: if the short sample gets"
                        + " through, raise the limit, and put 400 into retryStatuses until that is done.";
            default -> "";
        };
    }

    private static String limit(Answer.Cause cause) {
        return switch (cause) {
            case CONNECTION_LOST, TIMED_OUT, ANSWERED_EARLY ->
                " If the short sample gets through, it, or a proxy before it, has a limit for the size of a request or for"
                        + " its time.";
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, NOT_CONNECTED, TLS, NOT_HTTP, NOT_SENT, NOT_STORED -> "";
        };
    }
}
