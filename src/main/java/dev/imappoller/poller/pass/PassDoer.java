package dev.imappoller.poller.pass;

/** Does each kind of {@link PassEffect}. */
interface PassDoer {
    void open(PassEffect.Open effect);

    void search(PassEffect.Search effect);

    void lookPastFilter(PassEffect.LookPastFilter effect);

    void listMessages(PassEffect.ListMessages effect);

    void carefully(PassEffect.Carefully effect);

    void close(PassEffect.Close effect);

    void takeLease(PassEffect.TakeLease effect);

    void renewLease(PassEffect.RenewLease effect);

    void releaseLease(PassEffect.ReleaseLease effect);

    void readRecords(PassEffect.ReadRecords effect);

    void writeRecords(PassEffect.WriteRecords effect);

    void findRejected(PassEffect.FindRejected effect);

    void fetch(PassEffect.Fetch effect);

    void checkUnseen(PassEffect.CheckUnseen effect);

    void markSeen(PassEffect.MarkSeen effect);

    void markUnseen(PassEffect.MarkUnseen effect);

    void fileAway(PassEffect.FileAway effect);

    void post(PassEffect.Post effect);

    void drop(PassEffect.Drop effect);

    void tell(PassEffect.Tell effect);
}
