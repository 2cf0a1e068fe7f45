package dev.imappoller.poller.pass;

/** Takes up each kind of {@link PassEvent}. */
interface PassListener {
    void opened(PassEvent.Opened event);

    void searched(PassEvent.Searched event);

    void lookedPastFilter(PassEvent.LookedPastFilter event);

    void messagesListed(PassEvent.MessagesListed event);

    void mailboxFailed(PassEvent.MailboxFailed event);

    void closed(PassEvent.Closed event);

    void leaseTaken(PassEvent.LeaseTaken event);

    void leaseRenewed(PassEvent.LeaseRenewed event);

    void leaseReleased(PassEvent.LeaseReleased event);

    void recordsRead(PassEvent.RecordsRead event);

    void recordsWritten(PassEvent.RecordsWritten event);

    void rejectedFound(PassEvent.RejectedFound event);

    void tableFailed(PassEvent.TableFailed event);

    void arrived(PassEvent.Arrived event);

    void gone(PassEvent.Gone event);

    void missing(PassEvent.Missing event);

    void unavailable(PassEvent.Unavailable event);

    void unseenChecked(PassEvent.UnseenChecked event);

    void marked(PassEvent.Marked event);

    void markRefused(PassEvent.MarkRefused event);

    void unmarked(PassEvent.Unmarked event);

    void unmarkRefused(PassEvent.UnmarkRefused event);

    void filedAway(PassEvent.FiledAway event);

    void copied(PassEvent.Copied event);

    void filingRefused(PassEvent.FilingRefused event);

    void connectionLost(PassEvent.ConnectionLost event);

    void posted(PassEvent.Posted event);

    void cut(PassEvent.Cut event);

    void interrupted(PassEvent.Interrupted event);

    void broken(PassEvent.Broken event);

    void timePassed(PassEvent.TimePassed event);
}
