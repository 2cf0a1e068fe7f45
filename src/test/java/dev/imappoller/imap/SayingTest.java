package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.Saying.Meaning;
import dev.imappoller.imap.Saying.Said;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What refusals of a login mean, most of them as servers have been seen to say them. */
class SayingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[AUTHENTICATIONFAILED] Authentication failed. | BAD_LOGIN",
                "[AUTHENTICATIONFAILED] Invalid credentials (Failure) | BAD_LOGIN",
                "[ALERT] Application-specific password required: https://support.google.com/x (Failure) | BAD_LOGIN",
                "[ALERT] Please log in via your web browser: https://support.google.com/x (Failure) | BAD_LOGIN",
                "[ALERT] Your account is not enabled for IMAP use. (Failure) | BAD_LOGIN",
                "[AUTHORIZATIONFAILED] no | BAD_LOGIN",
                "[EXPIRED] no | BAD_LOGIN",
                "[CONTACTADMIN] server error: account locked, call us | BAD_LOGIN",
                "[CONTACTADMIN] the mailbox store is down | BROKEN",
                "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
                        + "or system is busy. | BAD_LOGIN",
                "[AUTHENTICATIONFAILED] the backend says no | BAD_LOGIN",
                "LOGIN Invalid credentials or server busy | BAD_LOGIN",
                "[UNAVAILABLE] Temporary authentication failure. [mx:2026-11-29] | BUSY",
                "[UNAVAILABLE] Invalid credentials | BUSY",
                "[LIMIT] LOGIN Rate limit hit | BUSY",
                "[limit (9)] no | BUSY",
                "[INUSE] no | BUSY",
                "[THROTTLED] no | BUSY",
                "[OVERQUOTA] no | BUSY",
                "[AUTHENTICATIONFAILED] Too many login failures | BUSY",
                "[ALERT] Too many simultaneous connections. (Failure) | BUSY",
                "Too many failed login attempts, try again in 15 minutes | BUSY",
                "Too many invalid attempts | BUSY",
                "Please try again later | BUSY",
                "Please  try   again\tlater | BUSY",
                "LOGIN rate limit exceeded | BUSY",
                "Server Busy | BUSY",
                "Maximum number of connections from user+IP exceeded | BUSY",
                "User is authenticated but not connected. | BUSY",
                "Login request throttled | BUSY",
                "[SERVERBUG] Internal error occurred. Refer to server log | BROKEN",
                "[SYS/TEMP] no | BROKEN",
                "Temporary authentication failure | BROKEN",
                "Internal server error | BROKEN",
                "Service unavailable | BROKEN",
                "System error | BROKEN",
                "Lookup failed: user database | BROKEN",
                "backend did not answer | BROKEN",
                "authentication timeout | BROKEN",
                "Server maintenance | BROKEN"
            })
    void tellsAWrongLoginFromAServerThatIsBusyOrBroken(String text, Meaning meaning) {
        assertThat(Saying.of(text, Said.AT_LOGIN).map(Saying::meaning)).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({"no", "''", "Bad luck", "[UNHEARD-OF] no", "[", "[]", "[UNAVAILABLE", "UNAVAILABLE"})
    void knowsNothingOfWhatIsInNoRow(String text) {
        assertThat(Saying.of(text, Said.AT_LOGIN)).isEmpty();
    }

    @Test
    void readsALoginsWordsOnlyWhereALoginWasAskedFor() {
        assertThat(Saying.of("[SERVERBUG] no", Said.ANYWHERE)).isEmpty();
        assertThat(Saying.of("[AUTHENTICATIONFAILED] wrong password", Said.ANYWHERE))
                .isEmpty();
        assertThat(Saying.of("too many messages, try again later", Said.ANYWHERE))
                .isEmpty();
        assertThat(Saying.of("[UNAVAILABLE] no", Said.ANYWHERE).map(Saying::meaning))
                .contains(Meaning.BUSY);
    }

    @Test
    void showsOurOwnWordsForWhatWasSaid() {
        assertThat(Saying.shownOf("RATE LIMIT for AHVzZXIAcGFzcw==")).contains("Rate limit");
        assertThat(Saying.shownOf("AHVzZXIAcGFzcw==")).isEqualTo(Optional.empty());
    }

    @Test
    void takesNoLongerForATextThatWasMadeToTakeLong() {
        for (String piece : new String[] {"[", "[A", " ", "too many ", ".", "[a ", "\t"}) {
            String text = piece.repeat(1_000_000 / piece.length());
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> Saying.of(text, Said.AT_LOGIN), "within a second, usually at once");
        }
    }
}
