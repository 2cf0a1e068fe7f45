package dev.imappoller.bench.set;

import java.util.Locale;
import java.util.SplittableRandom;

/** The mailboxes that are measured. A set is the same in every run: sizes and contents come from fixed seeds. */
public enum MailSet {
    /** No account: the start alone. */
    START(0, 0),
    /** The first poll of a few accounts, and memory after some more. */
    THREE(3, 1),
    /** Small mail. */
    S200(1, 200),
    S1000(1, 1000),
    /** Mixed: 60 % alternatives of 10 to 50 KiB, 30 % of 100 to 500 KiB and 10 % of 1 to 5 MiB with an attachment. */
    M(1, 500),
    /** Large mail, of 25 MiB each. */
    L(1, 5),
    ONE25(1, 1),
    ONE100(1, 1),
    /** Many accounts with a little mail. */
    A(200, 5),
    /** Many accounts with none. */
    I(200, 0),
    /** Many polls of some accounts, one of which has got a message since the poll before. */
    DAY(20, 0);

    public static final int KIB = 1024;
    public static final int MIB = 1024 * KIB;

    private final int accounts;
    private final int each;

    MailSet(int accounts, int each) {
        this.accounts = accounts;
        this.each = each;
    }

    public int accounts() {
        return accounts;
    }

    /** Messages in each account. */
    public int each() {
        return each;
    }

    /** Unread messages in all accounts when a poll begins. */
    public int messages() {
        return this == DAY ? 1 : accounts * each;
    }

    /** Whether it is there to measure the memory for one message. */
    public boolean isOneMessage() {
        return this == ONE25 || this == ONE100;
    }

    public String user(int account) {
        return name().toLowerCase(Locale.ROOT) + "-" + account;
    }

    /** One of its messages; its Message-ID is the {@link Message#id} that the sink looks for. */
    byte[] message(int account, int number) {
        Message message = new Message(this, account, number);
        return switch (this) {
            case START, THREE, S200, S1000, A, I, DAY -> message.text(4 * KIB);
            case M -> mixed(message, number);
            case L, ONE25 -> message.withAttachment(25 * MIB);
            case ONE100 -> message.withAttachment(100 * MIB);
        };
    }

    /** Every ten messages hold six, three and one of the kinds, so large ones come between small ones. */
    private static byte[] mixed(Message message, int number) {
        SplittableRandom random = new SplittableRandom(number);
        return switch (number * 7 % 10) {
            case 0, 1, 2, 3, 4, 5 -> message.alternative(between(random, 10 * KIB, 50 * KIB));
            case 6, 7, 8 -> message.withAttachment(between(random, 100 * KIB, 500 * KIB));
            default -> message.withAttachment(between(random, MIB, 5 * MIB));
        };
    }

    private static int between(SplittableRandom random, int least, int most) {
        return least + random.nextInt(most - least);
    }
}
