package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mail that is there is delivered, whichever form the server chooses. */
class ForeignServersIT {
    private static final int MESSAGES = 5;

    @Test
    void mailIsDeliveredWhateverFormAServerChooses() {
        try (Suite suite = new Suite(MESSAGES)) {
            addAll(suite, "search-", ForeignServers.searching());
            addAll(suite, "list-", ForeignServers.listing());
            addAll(suite, "fetch-", ForeignServers.fetching());
            addAll(suite, "demands-", ForeignServers.demanding());
            announcing(suite, "no-capability-but-imap4rev1", "IMAP4rev1");
            announcing(suite, "no-sasl-ir", "IMAP4rev1 AUTH=PLAIN");
            announcing(suite, "auth-login-alone", "IMAP4rev1 LOGINDISABLED AUTH=LOGIN");
            announcing(suite, "capabilities-in-lower-case", "imap4rev1 sasl-ir auth=plain");
            announcing(suite, "imap4rev2", "IMAP4rev2 IMAP4rev1 SASL-IR AUTH=PLAIN ESEARCH LITERAL- UIDPLUS");
            announcing(
                    suite,
                    "everything",
                    "IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 AUTH=NTLM AUTH=GSSAPI IDLE NAMESPACE QUOTA CONDSTORE QRESYNC ENABLE UTF8=ACCEPT COMPRESS=DEFLATE X-GM-EXT-1");
            suite.run();
        }
    }

    private static void addAll(Suite suite, String prefix, Map<String, ImapBehaviour> behaviours) {
        behaviours.forEach((name, behaviour) -> suite.add(
                prefix + name,
                account -> {
                    account.server().behaving(behaviour);
                    if (name.contains("chunk")) {
                        account.arrive(Suite.POISON)
                                .arrive(2, 1_100_000)
                                .arrive(1)
                                .arriveExactly(1024 * 1024);
                    }
                },
                Right.delivered().and(Right.status(1, "OK")).and(Right.nothingTwice())));
    }

    private static void announcing(Suite suite, String name, String capabilities) {
        suite.add(
                name,
                account -> account.server().announcing(capabilities),
                Right.delivered().and(Right.status(1, "OK")));
    }
}
