package dev.imappoller.imap.said;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What refusals of a login mean, most of them as servers have been seen to say them. */
class ServerPhrasesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[AUTHENTICATIONFAILED] Authentication failed. | AUTH_FAILED",
                "[AUTHENTICATIONFAILED] Invalid credentials (Failure) | AUTH_FAILED",
                "[ALERT] Application-specific password required: https://support.google.com/x (Failure) | AUTH_FAILED",
                "[ALERT] Please log in via your web browser: https://support.google.com/x (Failure) | AUTH_FAILED",
                "[ALERT] Your account is not enabled for IMAP use. (Failure) | AUTH_FAILED",
                "[ALERT] You are yet to enable IMAP for your account. Please contact your administrator (Failure) | AUTH_FAILED",
                "[AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=cYX | AUTH_FAILED",
                "[AUTHENTICATIONFAILED] LOGIN Ommm sc=cYX | AUTH_FAILED",
                "NEOBHODIM parol prilozheniya https://help.mail.ru/x / Application password is REQUIRED | AUTH_FAILED",
                "LOGIN Login error or password error | AUTH_FAILED",
                "Invalid user name or password. Please use full email address as user name. | AUTH_FAILED",
                "Incorrect username, password or access token. | AUTH_FAILED",
                "LOGIN failed. | AUTH_FAILED",
                "AUTHENTICATE failed. | AUTH_FAILED",
                "[AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-<UserType:OutlookCom> | AUTH_FAILED",
                "Too many invalid logon attempts. | THROTTLED",
                "[LIMIT] LOGIN Rate limit hit. | THROTTLED",
                "[UNAVAILABLE] LOGIN failure. Server error--please try again after some time. | THROTTLED",
                "[SERVERBUG] LOGIN Server error - Please try again later | MAILBOX_ERROR",
                "[UNAVAILABLE] LOGIN internal server error sc=cYX | THROTTLED",
                "[UNAVAILABLE] Service temporarily unavailable | THROTTLED",
                "Server Unavailable. 15 | MAILBOX_ERROR",
                "SELECT Unsafe Login. Please contact kefu@188.com for help | MAILBOX_ERROR",
                "[AUTHORIZATIONFAILED] no | AUTH_FAILED",
                "[EXPIRED] no | AUTH_FAILED",
                "[CONTACTADMIN] server error: account locked, call us | AUTH_FAILED",
                "[CONTACTADMIN] the mailbox store is down | MAILBOX_ERROR",
                "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
                        + "or system is busy. | AUTH_FAILED",
                "[AUTHENTICATIONFAILED] the backend says no | AUTH_FAILED",
                "LOGIN Invalid credentials or server busy | AUTH_FAILED",
                "[UNAVAILABLE] Temporary authentication failure. [mx:2026-11-29] | THROTTLED",
                "[UNAVAILABLE] Invalid credentials | THROTTLED",
                "[LIMIT] LOGIN Rate limit hit | THROTTLED",
                "[limit (9)] no | THROTTLED",
                "[INUSE] no | THROTTLED",
                "[THROTTLED] no | THROTTLED",
                "[OVERQUOTA] no | THROTTLED",
                "[AUTHENTICATIONFAILED] Too many login failures | THROTTLED",
                "[ALERT] Too many simultaneous connections. (Failure) | THROTTLED",
                "Too many failed login attempts, try again in 15 minutes | THROTTLED",
                "Too many invalid attempts | THROTTLED",
                "Please try again later | THROTTLED",
                "Please  try   again\tlater | THROTTLED",
                "LOGIN rate limit exceeded | THROTTLED",
                "Server Busy | THROTTLED",
                "Maximum number of connections from user+IP exceeded | THROTTLED",
                "User is authenticated but not connected. | THROTTLED",
                "Login request throttled | THROTTLED",
                "[SERVERBUG] Internal error occurred. Refer to server log | MAILBOX_ERROR",
                "[SYS/TEMP] no | MAILBOX_ERROR",
                "Temporary authentication failure | MAILBOX_ERROR",
                "Internal server error | MAILBOX_ERROR",
                "Service unavailable | MAILBOX_ERROR",
                "System error | MAILBOX_ERROR",
                "Lookup failed: user database | MAILBOX_ERROR",
                "backend did not answer | MAILBOX_ERROR",
                "authentication timeout | MAILBOX_ERROR",
                "Server maintenance | MAILBOX_ERROR"
            })
    void tellsAWrongLoginFromAServerThatIsBusyOrBroken(String text, PollerStatus status) {
        assertThat(ServerPhrases.of(text, Said.AT_LOGIN).map(ServerPhrase::status))
                .contains(status);
    }

    @ParameterizedTest
    @CsvSource({"no", "''", "Bad luck", "[UNHEARD-OF] no", "[", "[]", "[UNAVAILABLE", "UNAVAILABLE"})
    void knowsNothingOfWhatIsInNoRow(String text) {
        assertThat(ServerPhrases.of(text, Said.AT_LOGIN)).isEmpty();
    }

    @Test
    void readsALoginsWordsOnlyWhereALoginWasAskedFor() {
        assertThat(ServerPhrases.of("[SERVERBUG] no", Said.ANYWHERE)).isEmpty();
        assertThat(ServerPhrases.of("[AUTHENTICATIONFAILED] wrong password", Said.ANYWHERE))
                .isEmpty();
        assertThat(ServerPhrases.of("too many messages, try again later", Said.ANYWHERE))
                .isEmpty();
        assertThat(ServerPhrases.of("[UNAVAILABLE] no", Said.ANYWHERE).map(ServerPhrase::status))
                .contains(PollerStatus.THROTTLED);
    }

    @Test
    void showsOurOwnWordsForWhatWasSaid() {
        assertThat(ServerPhrases.shownOf("RATE LIMIT for AHVzZXIAcGFzcw==")).contains("Rate limit");
        assertThat(ServerPhrases.shownOf("AHVzZXIAcGFzcw==")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "[UNAVAILABLE] later, true",
        "[UNAVAILABLE] Maximum number of connections from user+IP exceeded, true",
        "[throttled] slow down, true",
        "[OVERQUOTA] too much, true",
        "[ALERT] Too many simultaneous connections. (Failure), true",
        "[ALERT] Account exceeded command or bandwidth limits. (Failure), true",
        "Too many connections from this IP, true",
        "User is authenticated but not connected., true",
        "Request is throttled. Suggested Backoff Time: 299961 milliseconds, true",
        "[AUTHENTICATIONFAILED] no, false",
        "[ALERT] Application-specific password required (Failure), false",
        "[BADCHARSET (UTF-8)] no, false",
        "Login failed [UNAVAILABLE], false",
        "'', false"
    })
    void tellsRefusalsThatPassFromThoseThatStay(String text, boolean throttling) {
        assertThat(ServerPhrases.isThrottling(text)).isEqualTo(throttling);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Request is throttled. Suggested Backoff Time: 299961 milliseconds | 299961",
                "Request is throttled. Suggested Backoff Time: 92415 milliseconds | 92415",
                "Too many failed login attempts, try again in 15 minutes | 900000",
                "[LIMIT] wait 60 seconds | 60000",
                "[LIMIT] wait 60s | 60000",
                "[UNAVAILABLE] back in 1 hour | 3600000",
                "[UNAVAILABLE] back in 3 days or 999999999999999 hours | 7200000",
                "[UNAVAILABLE] back in 86400 seconds | 7200000",
                "Account exceeded command or bandwidth limits. (Failure) | 3600000",
                "[OVERQUOTA] Account exceeded command or bandwidth limits. (Failure) | 3600000",
                "Too many invalid logon attempts. | 3600000",
                "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
                        + "or system is busy. | 900000"
            })
    void waitsAsLongAsTheServerNamesOrIsKnownToWant(String text, long millis) {
        ServerPhrase phrase = ServerPhrases.of(text, Said.AT_LOGIN).orElseThrow();

        assertThat(ServerPhrases.pause(text, phrase)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[UNAVAILABLE] Maximum number of connections exceeded (mail_max_userip_connections=10)",
                "[UNAVAILABLE] Temporary authentication failure (0.001 + 0.000 secs).",
                "[LIMIT] LOGIN Rate limit hit.",
                "[UNAVAILABLE] Error code OCF12 minutes",
                "[UNAVAILABLE] wait 0 seconds",
                "[AUTHENTICATIONFAILED] Invalid credentials, come back in 5 minutes"
            })
    void takesNoOtherNumberForAWait(String text) {
        ServerPhrase phrase = ServerPhrases.of(text, Said.AT_LOGIN).orElseThrow();

        assertThat(ServerPhrases.pause(text, phrase)).isEmpty();
    }

    /** A row that is never the first one found says nothing. */
    @Test
    void everyRowIsReached() {
        assertThat(ServerPhraseTable.ROWS).allSatisfy(row -> {
            String said = row.kind() == ServerPhrase.Kind.CODE ? "[" + row.words() + "] x" : row.words();
            assertThat(ServerPhrases.of(said, Said.AT_LOGIN)).as(row.words()).contains(row);
        });
    }

    /** Each code, and each row that names who says so. */
    @Test
    void everyRowOfAKnownServerIsAmongWhatServersHaveBeenSeenToSay() {
        assertThat(ServerPhraseTable.ROWS)
                .filteredOn(row ->
                        row.kind() == ServerPhrase.Kind.CODE || !row.who().isEmpty())
                .allSatisfy(row -> assertThat(ProviderSayings.all())
                        .as(row.words())
                        .anyMatch(said -> row.isIn(
                                ResponseCode.in(said.text())
                                        .map(ResponseCode::word)
                                        .orElse(""),
                                said.text().toLowerCase(Locale.ROOT))));
    }

    @Test
    void everyRowCanBeUsed() {
        assertThat(ServerPhraseTable.ROWS).allSatisfy(row -> {
            assertThat(row.status())
                    .as(row.words())
                    .isIn(PollerStatus.AUTH_FAILED, PollerStatus.THROTTLED, PollerStatus.MAILBOX_ERROR);
            assertThat(row.shown().isEmpty()).as(row.words()).isEqualTo(row.kind() == ServerPhrase.Kind.CODE);
            assertThat(row.advice().words()).as(row.words()).doesNotEndWith(".");
            if (row.kind() == ServerPhrase.Kind.CODE) {
                assertThat(ResponseCode.in("[" + row.words() + "]")).contains(new ResponseCode(row.words()));
            }
        });
    }

    @Test
    void takesNoLongerForATextThatWasMadeToTakeLong() {
        for (String piece : new String[] {"[", "[A", " ", "too many ", ".", "[a ", "\t"}) {
            String text = piece.repeat(1_000_000 / piece.length());
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> ServerPhrases.of(text, Said.AT_LOGIN),
                    "within a second, usually at once");
        }
    }
}
