package dev.imappoller.poller.pass;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Brings what a pass is told to the part of it that it is for; what comes when nobody waits for it any more is for nobody. */
final class PassNews implements PassListener {
    private final PassMachine pass;
    private final PassBeginning beginning;
    private final PassEnding ending;
    private final List<PassEvent> untilTheLeaseIsKnown = new ArrayList<>();

    PassNews(PassMachine pass, PassBeginning beginning, PassEnding ending) {
        this.pass = pass;
        this.beginning = beginning;
        this.ending = ending;
    }

    void take(Collection<PassEvent> events) {
        events.forEach(event -> event.tell(this));
        if (pass.isLeaseKnown()) {
            List<PassEvent> late = List.copyOf(untilTheLeaseIsKnown);
            untilTheLeaseIsKnown.clear();
            late.forEach(event -> event.tell(this));
        }
    }

    private void beginning(Consumer<PassBeginning> news) {
        if (pass.phase().isBeginning()) {
            news.accept(beginning);
        }
    }

    private void moving(Consumer<Transfer> news) {
        pass.moving().ifPresent(news);
    }

    private void filing(Consumer<Filing> news) {
        moving(transfer -> beginning.scope().flatMap(PassScope::filing).ifPresent(news));
    }

    @Override
    public void opened(PassEvent.Opened event) {
        if (pass.phase() == PassPhase.OPENING_ANOTHER) {
            pass.openedAnother(event.uidValidity());
        } else {
            beginning(begins -> begins.opened(event.uidValidity()));
        }
    }

    @Override
    public void searched(PassEvent.Searched event) {
        beginning(begins -> begins.searched(event.unseen()));
    }

    @Override
    public void lookedPastFilter(PassEvent.LookedPastFilter event) {
        beginning(begins -> begins.lookedPastFilter(event.found()));
    }

    @Override
    public void messagesListed(PassEvent.MessagesListed event) {
        beginning(begins -> begins.listed(event.messages()));
    }

    @Override
    public void mailboxFailed(PassEvent.MailboxFailed event) {
        if (event.isCut()) {
            pass.cut();
        }
        pass.mailboxFailed(event.failure());
    }

    @Override
    public void closed(PassEvent.Closed event) {
        ending.closed(event.remarks());
    }

    @Override
    public void leaseTaken(PassEvent.LeaseTaken event) {
        beginning(begins -> begins.leaseTaken(event.taking()));
    }

    @Override
    public void leaseRenewed(PassEvent.LeaseRenewed event) {
        pass.leaseRenewed(event.kept());
    }

    @Override
    public void leaseReleased(PassEvent.LeaseReleased event) {
        ending.close();
    }

    @Override
    public void recordsRead(PassEvent.RecordsRead event) {
        beginning(begins -> begins.recordsRead(event.records()));
    }

    @Override
    public void recordsWritten(PassEvent.RecordsWritten event) {
        pass.recordsWritten();
    }

    @Override
    public void rejectedFound(PassEvent.RejectedFound event) {
        ending.rejectedFound(event.uids());
    }

    @Override
    public void tableFailed(PassEvent.TableFailed event) {
        pass.tableFailed(event.call(), event.detail());
    }

    @Override
    public void arrived(PassEvent.Arrived event) {
        if (event.seen() && !pass.isLeaseKnown()) {
            untilTheLeaseIsKnown.add(event); // Another pass may have marked it.
        } else {
            moving(transfer -> transfer.arrived(event));
        }
    }

    @Override
    public void gone(PassEvent.Gone event) {
        moving(transfer -> transfer.gone(event.uid()));
    }

    @Override
    public void missing(PassEvent.Missing event) {
        moving(transfer -> transfer.missing(event.uid()));
    }

    @Override
    public void unavailable(PassEvent.Unavailable event) {
        moving(transfer -> transfer.unavailable(event.uid(), event.failure()));
    }

    @Override
    public void unseenChecked(PassEvent.UnseenChecked event) {
        if (pass.isLeaseKnown()) {
            moving(transfer -> transfer.unseenChecked(event.uids(), event.unseen()));
        } else {
            untilTheLeaseIsKnown.add(event);
        }
    }

    @Override
    public void marked(PassEvent.Marked event) {
        moving(transfer -> transfer.marked(event.uids()));
    }

    @Override
    public void markRefused(PassEvent.MarkRefused event) {
        moving(transfer -> transfer.markRefused(event.uids(), event.failure()));
    }

    @Override
    public void unmarked(PassEvent.Unmarked event) {
        moving(transfer -> transfer.unmarked(event.uids()));
    }

    @Override
    public void unmarkRefused(PassEvent.UnmarkRefused event) {
        moving(transfer -> transfer.unmarkRefused(event.uids()));
    }

    @Override
    public void filedAway(PassEvent.FiledAway event) {
        filing(filing -> filing.filed(event.uids()));
    }

    @Override
    public void copied(PassEvent.Copied event) {
        filing(filing -> filing.copied(event.uids()));
    }

    @Override
    public void filingRefused(PassEvent.FilingRefused event) {
        filing(filing -> filing.refused(event.uids(), event.failure()));
    }

    @Override
    public void connectionLost(PassEvent.ConnectionLost event) {
        if (event.isCut()) {
            pass.cut();
        }
        moving(transfer -> transfer.connectionLost(event.failure()));
    }

    @Override
    public void posted(PassEvent.Posted event) {
        moving(transfer -> transfer.posted(event));
    }

    @Override
    public void cut(PassEvent.Cut event) {
        pass.cut();
        moving(Transfer::cut);
    }

    @Override
    public void interrupted(PassEvent.Interrupted event) {
        pass.breakOff(true);
    }

    @Override
    public void broken(PassEvent.Broken event) {
        pass.breakOff(false);
    }

    @Override
    public void timePassed(PassEvent.TimePassed event) {
        // Time comes with each event.
    }
}
