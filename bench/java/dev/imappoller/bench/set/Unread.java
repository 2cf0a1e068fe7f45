package dev.imappoller.bench.set;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The messages that a poll has to find, each by its account and {@link Message#id}. */
public record Unread(MailSet set, Set<Mail> mail) {

    /** One of them. */
    public record Mail(int account, String id) {}

    /** All messages of a set. */
    static Unread all(MailSet set) {
        Set<Mail> mail = new LinkedHashSet<>();
        for (int account = 0; account < set.accounts(); account++) {
            for (int number = 0; number < set.each(); number++) {
                mail.add(new Mail(account, Message.id(set, account, number)));
            }
        }
        return new Unread(set, mail);
    }

    /** One message. */
    static Unread one(MailSet set, int account, int number) {
        return new Unread(set, Set.of(new Mail(account, Message.id(set, account, number))));
    }

    public Set<String> ids() {
        return mail.stream().map(Mail::id).collect(Collectors.toSet());
    }

    Set<Integer> accounts() {
        return mail.stream().map(Mail::account).collect(Collectors.toSet());
    }
}
