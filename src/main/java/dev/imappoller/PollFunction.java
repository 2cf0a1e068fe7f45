package dev.imappoller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.oauth.AuthorizeOperation;
import dev.imappoller.oauth.AuthorizeResult;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.operation.FailingMessages;
import dev.imappoller.poller.operation.Operations;
import dev.imappoller.poller.operation.Posting;
import dev.imappoller.poller.operation.RedeliverySelection;
import dev.imappoller.poller.operation.RetrySelection;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.run.Run;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.run.SegmentDispatcher;
import dev.imappoller.poller.status.TableException;
import io.quarkus.funqy.Funq;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** The {@code poll} function. It makes a run, hands out segments, or does one operation by hand, and always answers with a report. */
public final class PollFunction {
    private static final long LARGEST_UID = 0xffff_ffffL;

    private final SegmentDispatcher segmentDispatcher;
    private final Run run;
    private final PollerTable table;
    private final Operations byHand;
    private final AuthorizeOperation authorization;
    private final Events events;

    PollFunction(
            SegmentDispatcher segmentDispatcher,
            Run run,
            PollerTable table,
            Operations byHand,
            AuthorizeOperation authorization,
            Events events) {
        this.segmentDispatcher = segmentDispatcher;
        this.run = run;
        this.table = table;
        this.byHand = byHand;
        this.authorization = authorization;
        this.events = events;
    }

    /**
     * Polls.
     *
     * @param event {@code {"op":"poll"|"check"|"failed"|"retry"|"redeliver"|"skip"|"authorize","pollerId":ID}}, with {@code uid} or
     *     {@code messageId} where one message is meant, {@code next} for another page, {@code since} and {@code rejected} to choose
     *     messages that are tried again, {@code "dryRun":true} to have them listed only, {@code "post":true} for a check that posts a sample, with
     *     {@code bytes} of that size, and {@code answer} or {@code "device":true} for how access is granted; anything without {@code op}
     *     is a schedule's tick
     */
    @Funq
    public PollAnswer poll(JsonNode event) {
        Report report = report(event);
        // A dashboard adds it to what a button of the status page asks for.
        return event.has("widgetContext") ? PollAnswer.ofButton(report) : PollAnswer.of(report);
    }

    private Report report(JsonNode event) {
        try {
            return switch (Operation.in(event)) {
                case TICK ->
                    segmentDispatcher.isNeeded()
                            ? Report.of(segmentDispatcher.make())
                            : Report.of(run.pollDue(Segment.ALL));
                case POLL -> onPoller(event, entry -> Report.of(run.pollNow(entry)));
                case CHECK -> onPoller(event, entry -> check(entry, event));
                case FAILED -> onPoller(event, entry -> failed(entry.pollerId(), event));
                case RETRY -> retry(event);
                case REDELIVER -> onPoller(event, entry -> redeliver(entry, event));
                case SKIP -> onPoller(event, entry -> skip(entry, event));
                case AUTHORIZE -> onPoller(event, entry -> authorize(entry, event));
                case UNKNOWN ->
                    Report.ofError(
                            "There is no such op. Known are poll, check, failed, retry, redeliver, skip and authorize, each"
                                    + " with a pollerId; retry also without one, for all pollers.");
            };
        } catch (TableException e) {
            events.runFailed(e.detail());
            return Report.ofError(e.detail());
        }
    }

    private Report check(PollerEntry entry, JsonNode event) {
        Optional<Posting> posting = posting(event);
        return posting.isEmpty()
                ? Report.ofError("bytes must be a number above zero, the size of the message that \"post\":true posts.")
                : OperationReports.check(
                        run.check(List.of(entry), posting.get()).get(0), null);
    }

    private Report failed(String pollerId, JsonNode event) {
        Optional<FailingMessages.Place> after = text(event, "next").flatMap(FailingMessages.Place::parse);
        if (event.has("next") && after.isEmpty()) {
            return Report.ofError("next must be what the answer before had in next; without it the list begins anew.");
        }
        Optional<State> state = text(event, "state").flatMap(PollFunction::state);
        if (event.has("state") && state.isEmpty()) {
            return Report.ofError("There is no such state. Known are " + List.of(State.values()) + ".");
        }
        return OperationReports.failed(pollerId, byHand.failed(pollerId, state.orElse(null), after.orElse(null)));
    }

    private Report retry(JsonNode event) {
        Optional<String> problem = problem(event);
        if (problem.isPresent()) {
            return Report.ofError(problem.get());
        }
        if (event.has("pollerId")) {
            RetrySelection wanted = new RetrySelection(uid(event), since(event), false);
            return onPoller(
                    event,
                    entry -> run.retry(entry.pollerId(), wanted)
                            .map(retried -> Report.ofDone(retried.words(entry.pollerId(), wanted)))
                            .orElseGet(() -> Report.ofError(Operations.underWay(entry.pollerId()))));
        }
        return event.has("uid")
                ? Report.ofError("The event names a message and not whose it is: add \"pollerId\".")
                : OperationReports.retried(run.retryParked(
                        since(event).orElse(null), text(event, "next").orElse(null)));
    }

    private Report redeliver(PollerEntry entry, JsonNode event) {
        Optional<String> messageId = text(event, "messageId").filter(id -> !id.isBlank());
        boolean rejected = event.path("rejected").asBoolean(false);
        Optional<String> problem = problem(event);
        if (problem.isPresent()) {
            return Report.ofError(problem.get());
        }
        if (event.has("since") && !rejected) {
            return Report.ofError(
                    "since goes with \"rejected\":true, because only rejected messages are on record. Name"
                            + " any other message by uid or messageId.");
        }
        long ways = Stream.of(event.has("uid"), event.has("messageId"), rejected)
                .filter(is -> is)
                .count();
        if (ways != 1 || event.has("messageId") && messageId.isEmpty()) {
            return Report.ofError("Say which messages, in one way: by \"uid\", by \"messageId\", or by"
                    + " \"rejected\":true, with \"since\" or without.");
        }
        boolean dryRun = event.path("dryRun").asBoolean(false);
        RedeliverySelection wanted =
                new RedeliverySelection(uid(event), messageId.map(MessageId::new), since(event), dryRun);
        return OperationReports.redelivery(run.redeliver(entry, wanted));
    }

    /** What is wrong with the choice of messages. */
    private static Optional<String> problem(JsonNode event) {
        if (event.has("uid") && uid(event).isEmpty()) {
            return Optional.of("uid must be a message's UID, a whole number from 1 to " + LARGEST_UID + ".");
        }
        return event.has("since") && since(event).isEmpty()
                ? Optional.of("since must be a day or a time in UTC, such as 2026-11-01 or 2026-11-01T08:00:00Z.")
                : Optional.empty();
    }

    private static Optional<Instant> since(JsonNode event) {
        return text(event, "since").flatMap(PollFunction::time);
    }

    private Report skip(PollerEntry entry, JsonNode event) {
        OptionalLong uid = uid(event);
        return uid.isEmpty()
                ? Report.ofError("The event names no message: add \"uid\", as op failed lists them.")
                : Report.of(entry.pollerId(), run.skip(entry, uid.getAsLong()));
    }

    /** Once access is granted, the account is checked at once. */
    private Report authorize(PollerEntry entry, JsonNode event) {
        Optional<Poller> poller = entry.poller();
        if (poller.isEmpty()) {
            return Report.ofError("Correct this item first: "
                    + String.join("; ", entry.config().problems()) + ".");
        }
        if (event.has("answer") && text(event, "answer").isEmpty()) {
            return Report.ofError("answer must be the address that the browser ended at; without it a sign-in begins.");
        }
        AuthorizeResult made = authorization.proceed(
                poller.get(),
                text(event, "answer").orElse(null),
                event.path("device").asBoolean(false));
        return made.match(
                OperationReports::signIn,
                granted -> OperationReports.check(
                        run.check(List.of(entry), Posting.NOTHING).get(0), granted.done()),
                failed -> Report.ofError(failed.error()));
    }

    private static Optional<Posting> posting(JsonNode event) {
        boolean post = event.path("post").asBoolean(false);
        if (!event.has("bytes")) {
            return Optional.of(post ? Posting.SHORT : Posting.NOTHING);
        }
        long bytes = event.path("bytes").asLong(0);
        return post && bytes > 0 ? Optional.of(Posting.of(bytes)) : Optional.empty();
    }

    private static Optional<String> text(JsonNode event, String name) {
        return Optional.of(event.path(name).asText("")).filter(text -> !text.isEmpty());
    }

    private static Optional<State> state(String name) {
        return Stream.of(State.values())
                .filter(state -> state.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** A day, or a time with or without one's own offset from UTC. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A number, or one in quotes as people type it. */
    private static OptionalLong uid(JsonNode event) {
        JsonNode value = event.path("uid");
        long uid = value.isIntegralNumber() || value.isTextual() ? value.asLong(0) : 0;
        return uid > 0 && uid <= LARGEST_UID ? OptionalLong.of(uid) : OptionalLong.empty();
    }

    private Report onPoller(JsonNode event, Function<PollerEntry, Report> operation) {
        String pollerId = event.path("pollerId").asText("");
        if (pollerId.isEmpty()) {
            return Report.ofError("The event names no poller: add \"pollerId\".");
        }
        Optional<PollerEntry> entry = table.find(pollerId);
        return entry.map(operation)
                .orElseGet(() -> Report.ofError("There is no poller " + pollerId + " in the table."));
    }

    /** What an event asks for. */
    private enum Operation {
        TICK,
        POLL,
        CHECK,
        FAILED,
        RETRY,
        REDELIVER,
        SKIP,
        AUTHORIZE,
        UNKNOWN;

        static Operation in(JsonNode event) {
            if (!event.has("op")) {
                return TICK;
            }
            return switch (event.get("op").asText("")) {
                case "poll" -> POLL;
                case "check" -> CHECK;
                case "failed" -> FAILED;
                case "retry" -> RETRY;
                case "redeliver" -> REDELIVER;
                case "skip" -> SKIP;
                case "authorize" -> AUTHORIZE;
                default -> UNKNOWN;
            };
        }
    }
}
