package dev.imappoller.bench;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The mailboxes that are measured. A set is the same in every run: sizes and contents come from fixed seeds. */
enum MailSet {
    /** Small mail. */
    S200(1, 200),
    S1000(1, 1000),
    /** Mixed: 60 % alternatives of 10 to 50 KiB, 30 % of 100 to 500 KiB and 10 % of 1 to 5 MiB with an attachment. */
    M(1, 500),
    /** Large mail, of 25 MiB each. */
    L(1, 5),
    /** Many accounts with a little mail, by TLS. */
    A(200, 5),
    /** Many accounts with none, by TLS. */
    I(200, 0),
    ONE25(1, 1),
    ONE100(1, 1);

    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;

    private final int accounts;
    private final int each;

    MailSet(int accounts, int each) {
        this.accounts = accounts;
        this.each = each;
    }

    int accounts() {
        return accounts;
    }

    /** Messages in each account. */
    int each() {
        return each;
    }

    /** Messages in all accounts. */
    int messages() {
        return accounts * each;
    }

    /** Whether it is read by implicit TLS rather than in plain text. */
    boolean tls() {
        return accounts > 1;
    }

    /** Warm polls of it, if so many are usual: what an idle account costs is that of a process that has polled for a while. */
    int warmPolls(int usual) {
        return this == I ? 4 * usual : usual;
    }

    /** Options of the function's JVM besides the common ones: one message is measured with little memory, whatever its size. */
    List<String> jvmOptions() {
        return each == 1 ? List.of("-Xms16m", "-Xmx24m", "-XX:ReservedCodeCacheSize=32m") : List.of();
    }

    String user(int account) {
        return name().toLowerCase(Locale.ROOT) + "-" + account;
    }

    /** One of its messages; its Message-ID is the {@link Message#id} that the sink looks for. */
    byte[] message(int account, int number) {
        Message message = new Message(this, account, number);
        return switch (this) {
            case S200, S1000, A, I -> message.text(4 * KIB);
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
