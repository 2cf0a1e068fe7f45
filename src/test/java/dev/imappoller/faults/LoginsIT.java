package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.MemoryImapServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A login that fails for another reason is not taken for a wrong password, and each way to log in is tried that a server has. */
class LoginsIT {
    private static final int MESSAGES = 3;

    @Test
    void loginsAreWhatTheyAre() {
        try (Suite suite = new Suite(MESSAGES)) {
            for (String busy : List.of(
                    "[UNAVAILABLE] Temporary authentication failure",
                    "[LIMIT] Too many logins",
                    "[INUSE] already in use",
                    "[ALERT] Too many simultaneous connections. (Failure)",
                    "Too many login failures, please try again later",
                    "[THROTTLED] slow down",
                    "User is authenticated but not connected.",
                    "Account exceeded command or bandwidth limits",
                    "LOGIN failed: rate limit exceeded",
                    "[ALERT] Maximum number of connections from user+IP exceeded")) {
                refused(suite, "busy", busy, "THROTTLED", "CONNECT_FAILED", "MAILBOX_ERROR");
            }
            for (String broken : List.of(
                    "[SERVERBUG] Internal error occurred",
                    "Server error - please try again later",
                    "Internal server error")) {
                refused(suite, "broken", broken, "THROTTLED", "CONNECT_FAILED", "MAILBOX_ERROR");
            }
            for (String wrong : List.of(
                    "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
                    "LOGIN failed.",
                    "Authentication failed",
                    "[AUTHORIZATIONFAILED] no")) {
                refused(suite, "wrong", wrong, "AUTH_FAILED", "REAUTH_REQUIRED");
            }
            ways(suite);
            suite.run();
        }
    }

    private static void refused(Suite suite, String kind, String answer, String... statuses) {
        String name = kind + "-" + answer.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        suite.addUnhealed(
                name,
                account -> account.server()
                        .behaving(ImapBehaviour.refusing("NO " + answer).at(ImapCommand::isLogin)),
                Right.status(1, statuses));
    }

    private static void ways(Suite suite) {
        for (String answer : List.of(
                "NO mechanism not supported",
                "BAD unknown command",
                "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
                "NO [CANNOT] not by PLAIN")) {
            suite.add(
                    "authenticate-refused-" + answer.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
                    account -> account.server()
                            .behaving(ImapBehaviour.refusing(answer).at(command -> command.is("AUTHENTICATE"))),
                    Right.allBut(2).and(Right.status(2, "OK")));
        }
        for (String password : List.of(
                "p\u00e4ssw\u00f6rd",
                "\u20ac\u20ac",
                "\u65e5\u672c",
                "\ud83d\udd11key",
                "quo\"te\\d",
                "with space",
                "{5}",
                "a%b*c(d)",
                " ",
                "x".repeat(900))) {
            for (String capabilities : List.of(
                    "IMAP4rev1",
                    "IMAP4rev1 AUTH=LOGIN LOGINDISABLED",
                    "IMAP4rev1 AUTH=PLAIN",
                    MemoryImapServer.CAPABILITIES)) {
                suite.add(
                        "password-" + (password.length() > 99 ? "long" : Integer.toHexString(password.hashCode()))
                                + "-by-" + capabilities.replaceAll("[^A-Za-z]+", "-"),
                        Map.of("password", AttributeValue.fromS(password)),
                        account -> account.server().admitting(password).announcing(capabilities),
                        Right.delivered());
            }
        }
    }
}
