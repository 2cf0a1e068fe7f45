package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.operation.SimRedelivery;
import dev.imappoller.poller.outcome.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Bugs that the simulator can plant between a pass and its world, one at a time, to show that it would find them. */
enum SimMutation {
    /** None is planted. */
    NONE,
    MARKS_BEFORE_THE_ANSWER {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.Post post
                    ? List.of(new PassEffect.MarkSeen(List.of(post.uid())), post)
                    : List.of(effect);
        }
    },
    MARKS_THE_NEXT_UID {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.MarkSeen mark
                    ? List.of(new PassEffect.MarkSeen(
                            mark.uids().stream().map(uid -> uid + 1).toList()))
                    : List.of(effect);
        }
    },
    /** As by sequence numbers, which change when a message is deleted. */
    MARKS_BY_POSITION {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.MarkSeen mark
                    ? List.of(new PassEffect.MarkSeen(mark.uids().stream()
                            .map(function.call()::uidAtPlace)
                            .toList()))
                    : List.of(effect);
        }
    },
    MARKS_NOTHING {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.MarkSeen mark
                    ? answered(function, new PassEvent.Marked(mark.uids()))
                    : List.of(effect);
        }
    },
    COUNTS_DEFERRED_AS_ACCEPTED {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.Posted posted && posted.result() instanceof Sender.Posted result
                    ? List.of(new PassEvent.Posted(
                            posted.uid(), new Sender.Posted(result.answer(), Verdict.ACCEPTED, result.messageId())))
                    : List.of(event);
        }
    },
    TAKES_WHAT_IS_NOT_STORED_FOR_DELIVERED {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return List.of(notStored(event)
                    .<PassEvent>map(result -> posted(event, result.answer(), Verdict.ACCEPTED))
                    .orElse(event));
        }
    },
    TAKES_THE_BUCKET_FOR_THE_WEB_APP {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return List.of(notStored(event)
                    .<PassEvent>map(result -> posted(
                            event,
                            new Answer.None(Answer.Cause.NOT_CONNECTED, "did not answer", Duration.ZERO),
                            result.verdict()))
                    .orElse(event));
        }
    },
    SWALLOWS_ANSWERS {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            boolean isSwallowed = event instanceof PassEvent.Posted posted && posted.uid() % 5 == 0;
            return isSwallowed ? List.of() : List.of(event);
        }
    },
    NAMES_EACH_ATTEMPT_ANEW {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.Post post
                    ? List.of(new PassEffect.Post(post.uid(), post.webhookId() + function.number(), post.atMost()))
                    : List.of(effect);
        }
    },
    KEEPS_AN_OLD_UIDVALIDITY {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.Opened
                    ? List.of(new PassEvent.Opened(OptionalLong.of(SimMailbox.FIRST_UIDVALIDITY)))
                    : List.of(event);
        }
    },
    NEVER_RENEWS_THE_LEASE {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.RenewLease
                    ? answered(function, new PassEvent.LeaseRenewed(true))
                    : List.of(effect);
        }
    },
    IGNORES_A_LOST_LEASE {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.LeaseRenewed ? List.of(new PassEvent.LeaseRenewed(true)) : List.of(event);
        }
    },
    TAKES_A_LEASE_THAT_IS_HELD {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            boolean isHeld =
                    event instanceof PassEvent.LeaseTaken taken && taken.taking() == Leases.Taking.HELD_BY_ANOTHER;
            return isHeld ? List.of(new PassEvent.LeaseTaken(Leases.Taking.TAKEN)) : List.of(event);
        }
    },
    /** So that nobody is careful after a function was killed. */
    TAKES_LEASES_OVER_UNNOTICED {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            boolean isTakenOver =
                    event instanceof PassEvent.LeaseTaken taken && taken.taking() == Leases.Taking.TAKEN_OVER;
            return isTakenOver ? List.of(new PassEvent.LeaseTaken(Leases.Taking.TAKEN)) : List.of(event);
        }
    },
    NEVER_GIVES_THE_LEASE_BACK {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.ReleaseLease
                    ? answered(function, new PassEvent.LeaseReleased())
                    : List.of(effect);
        }
    },
    READS_NO_RECORDS {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.RecordsRead
                    ? List.of(new PassEvent.RecordsRead(Map.of()))
                    : List.of(event);
        }
    },
    FORGETS_WHO_ASKS_AGAIN {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            if (!(event instanceof PassEvent.RecordsRead read)) {
                return List.of(event);
            }
            Map<Long, LedgerRecord> others = new HashMap<>(read.records());
            others.values().removeIf(SimRedelivery::isAskedFor);
            return List.of(new PassEvent.RecordsRead(others));
        }
    },
    DROPS_RECORDS_OF_DELIVERED_ONES {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return List.of(without(effect, record -> record.state() == State.DELIVERED));
        }
    },
    DROPS_RECORDS_OF_SUSPECTS {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return List.of(without(effect, record -> record.care().suspect()));
        }
    },
    DROPS_RECORDS_OF_HIDDEN_ONES {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return List.of(without(effect, record -> record.care().hidden()));
        }
    },
    WRITES_RECORDS_UNDER_ANOTHER_UID {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.WriteRecords write
                    ? List.of(new PassEffect.WriteRecords(
                            write.changes().stream().map(SimMutation::ofTheNext).toList(), write.until()))
                    : List.of(effect);
        }
    },
    FORGETS_WHAT_IT_ANSWERED {
        @Override
        Outcome outcome(Outcome outcome) {
            return new Outcome(
                    outcome.status(),
                    outcome.detail(),
                    outcome.counts(),
                    outcome.unread(),
                    outcome.took(),
                    outcome.retryAfter(),
                    outcome.measurements());
        }
    },
    RETRIES_AT_ONCE {
        @Override
        boolean keepsBackoffs() {
            return false;
        }
    },
    DOES_NOT_LOOK_PAST_THE_FILTER {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.LookedPastFilter
                    ? List.of(new PassEvent.LookedPastFilter(Mailbox.PastFilter.NOTHING))
                    : List.of(event);
        }
    },
    DOES_NOT_NOTICE_SEEN {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.Arrived arrived
                    ? List.of(new PassEvent.Arrived(arrived.uid(), arrived.size(), false, arrived.flagsAt()))
                    : event instanceof PassEvent.UnseenChecked looked
                            ? List.of(new PassEvent.UnseenChecked(looked.uids(), Set.copyOf(looked.uids())))
                            : List.of(event);
        }
    },
    FILES_BEFORE_THE_MARK {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            Optional<AfterDelivery.Action> action = function.afterDelivery().flatMap(AfterDelivery::accepted);
            return effect instanceof PassEffect.MarkSeen mark && action.isPresent()
                    ? List.of(new PassEffect.FileAway(mark.uids(), action.get()), mark)
                    : List.of(effect);
        }
    },
    FILES_THE_NEXT_UID {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.FileAway file
                    ? List.of(new PassEffect.FileAway(
                            file.uids().stream().map(uid -> uid + 1).toList(), file.action()))
                    : List.of(effect);
        }
    },
    FILES_REJECTED_ONES_AS_ACCEPTED {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            Optional<AfterDelivery.Action> accepted = function.afterDelivery().flatMap(AfterDelivery::accepted);
            return effect instanceof PassEffect.FileAway file && accepted.isPresent()
                    ? List.of(new PassEffect.FileAway(file.uids(), accepted.get()))
                    : List.of(effect);
        }
    },
    TAKES_WHAT_IS_NOT_FILED_FOR_FILED {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.FilingRefused refused
                    ? List.of(new PassEvent.FiledAway(refused.uids()))
                    : List.of(event);
        }
    },
    FORGETS_WHAT_IT_HAS_COPIED {
        @Override
        List<PassEvent> events(PassEvent event, SimFunction function) {
            return event instanceof PassEvent.Copied ? List.of() : List.of(event);
        }
    },
    TAKES_NO_MARK_AWAY {
        @Override
        List<PassEffect> effects(PassEffect effect, SimFunction function) {
            return effect instanceof PassEffect.MarkUnseen unmark
                    ? answered(function, new PassEvent.Unmarked(unmark.uids()))
                    : List.of(effect);
        }
    };

    /** What is done in the place of what a pass wants. */
    List<PassEffect> effects(PassEffect effect, SimFunction function) {
        return List.of(effect);
    }

    /** What a pass is told in the place of what happened. */
    List<PassEvent> events(PassEvent event, SimFunction function) {
        return List.of(event);
    }

    /** What is written in the place of what a pass came to. */
    Outcome outcome(Outcome outcome) {
        return outcome;
    }

    boolean keepsBackoffs() {
        return true;
    }

    private static Optional<Sender.Posted> notStored(PassEvent event) {
        return event instanceof PassEvent.Posted posted
                        && posted.result() instanceof Sender.Posted result
                        && result.answer().storeFailure().isPresent()
                ? Optional.of(result)
                : Optional.empty();
    }

    private static PassEvent posted(PassEvent event, Answer answer, Verdict verdict) {
        return new PassEvent.Posted(
                ((PassEvent.Posted) event).uid(), new Sender.Posted(answer, verdict, Optional.empty()));
    }

    /** Nothing is done, and the pass is told that it is. */
    private static List<PassEffect> answered(SimFunction function, PassEvent answer) {
        function.tell(answer);
        return List.of();
    }

    private static PassEffect without(PassEffect effect, Predicate<LedgerRecord> dropped) {
        return effect instanceof PassEffect.WriteRecords write
                ? new PassEffect.WriteRecords(
                        write.changes().stream()
                                .filter(change ->
                                        change.record().filter(dropped).isEmpty())
                                .toList(),
                        write.until())
                : effect;
    }

    private static Ledger.Change ofTheNext(Ledger.Change change) {
        Ledger.Key key = change.key();
        return new Ledger.Change(new Ledger.Key(key.uidValidity(), key.uid() + 1, key.rejected()), change.record());
    }
}
