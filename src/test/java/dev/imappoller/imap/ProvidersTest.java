package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    @ParameterizedTest
    @CsvSource({
        "imap.gmail.com, Gmail takes an app password",
        "IMAP.GoogleMail.com, Gmail takes an app password",
        "outlook.office365.com, take OAuth2 only, never a password",
        "imap-mail.outlook.com, take OAuth2 only, never a password",
        "imap.mail.me.com, app password"
    })
    void knowsWhatLargeProvidersNeed(String host, String hint) {
        assertThat(Providers.hint(host)).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({"imap.example.com", "notgmail.com", "gmail.com.example.org"})
    void hasNoHintForOthers(String host) {
        assertThat(Providers.hint(host)).isEmpty();
    }
}
