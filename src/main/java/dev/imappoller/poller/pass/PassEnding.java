package dev.imappoller.poller.pass;

import dev.imappoller.poller.lease.LeaseHold;
import dev.imappoller.poller.ledger.LedgerWriter;
import java.util.List;
import java.util.Set;

/** The part of a pass after messages were moved: what it has learned is written, and what it holds is given back. */
final class PassEnding {
    private final PassMachine pass;
    private final PassBeginning beginning;
    private final Tally tally;
    private final LeaseHold lease;

    PassEnding(PassMachine pass, PassBeginning beginning, Tally tally, LeaseHold lease) {
        this.pass = pass;
        this.beginning = beginning;
        this.tally = tally;
        this.lease = lease;
    }

    /** Nothing more is moved. */
    void end() {
        if (beginning.scope().isEmpty()) {
            release();
            return;
        }
        Set<Long> accepted = scope().history().accepted();
        boolean mayAsk = !scope().budget().isOver() && !writer().isInTrouble();
        if (accepted.isEmpty() || beginning.uidValidity().isEmpty() || !mayAsk) {
            writeTheRest();
        } else {
            pass.next(
                    PassPhase.FINDING_REJECTED,
                    new PassEffect.FindRejected(beginning.uidValidity().getAsLong(), accepted));
        }
    }

    /** Somebody has marked these as unread since they were rejected, and they were delivered. */
    void rejectedFound(Set<Long> uids) {
        writer().removeRejected(uids);
        writeTheRest();
    }

    void writeTheRest() {
        writer().end(scope().budget().isOver());
        pass.at(PassPhase.WRITING_THE_REST);
    }

    /** Goes on once all is written, as far as it can be. */
    void step() {
        if (pass.phase() == PassPhase.WRITING_THE_REST && pass.isLeaseKnown() && writer().hasEnded(lease.isLost())) {
            release();
        }
    }

    private void release() {
        if (!lease.wasTaken()) {
            close();
            return;
        }
        if (!lease.isLost()) { // Else another pass knows better.
            beginning
                    .scope()
                    .ifPresent(scope -> tally.remembers(
                            scope.unkept().forTheNext(scope.unfiled().orElse(null))));
        }
        pass.next(PassPhase.RELEASING_THE_LEASE, new PassEffect.ReleaseLease());
    }

    void close() {
        pass.next(PassPhase.CLOSING, new PassEffect.Close());
    }

    void closed(List<String> remarks) {
        if (!pass.hasFailed()) {
            tally.notes().remarks(remarks);
        }
        boolean another = pass.phase() == PassPhase.CLOSING_FOR_ANOTHER;
        pass.at(another ? PassPhase.WRITING_FOR_ANOTHER : PassPhase.ENDED);
    }

    private PassScope scope() {
        return beginning.scope().orElseThrow();
    }

    private LedgerWriter writer() {
        return scope().history().writer();
    }
}
