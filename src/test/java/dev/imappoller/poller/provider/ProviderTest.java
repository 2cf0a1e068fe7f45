package dev.imappoller.poller.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.url.WebUrl;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTest {
    @ParameterizedTest
    @CsvSource({
        "imap.gmail.com, GMAIL",
        "IMAP.GoogleMail.com, GMAIL",
        "outlook.office365.com, MICROSOFT365",
        "imap-mail.outlook.com, OUTLOOK",
        "imap.mail.me.com, ICLOUD",
        "imappro.zoho.eu, ZOHO",
        "imap.163.com, NETEASE_163",
        "imap.vip.163.com, NETEASE_VIP_163"
    })
    void isKnownByItsServers(String host, Provider provider) {
        assertThat(Provider.of(host)).contains(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap.example.com", "notgmail.com", "gmail.com.example.org", "", "com", "127.0.0.1", "::1"})
    void knowsNothingOfOthers(String host) {
        assertThat(Provider.of(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "me@gmail.com, GMAIL",
        "me@x@GMX.de, GMX",
        "a@tenant.onmicrosoft.com, MICROSOFT365",
        "me@live.com, OUTLOOK",
        "me@hotmail.co.uk, OUTLOOK",
        "me@yahoo.com.au, YAHOO",
        "me@vip.126.com, NETEASE_VIP_126"
    })
    void isKnownByAnAddress(String username, Provider provider) {
        assertThat(Provider.ofUser(username)).contains(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"me", "gmail.com", "@gmail.com", "me@", "me@example.com", ""})
    void isNotKnownByOtherNames(String username) {
        assertThat(Provider.ofUser(username)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsNameAndItsOwnServer(Provider provider) {
        assertThat(Provider.called(provider.id())).contains(provider);
        assertThat(Provider.called(provider.id().toUpperCase(Locale.ROOT))).contains(provider);
        // Outlook.com has Microsoft 365's.
        assertThat(Provider.of(provider.host()))
                .contains(provider == Provider.OUTLOOK ? Provider.MICROSOFT365 : provider);
    }

    @ParameterizedTest
    @EnumSource
    void itsAddressesAreHttps(Provider provider) {
        assertThat(WebUrl.parse(provider.help()).isHttps()).isTrue();
        provider.oauth().ifPresent(oauth -> {
            for (String tenant : Arrays.asList(null, "example.com")) {
                assertThat(WebUrl.parse(oauth.tokenUrl(tenant)).isHttps()).isTrue();
                assertThat(WebUrl.parse(oauth.authorizationUrl(tenant)).isHttps())
                        .isTrue();
                assertThat(oauth.tokenUrl(tenant)).doesNotContain("{");
            }
        });
    }

    @Test
    void saysWhichPasswordItTakes() {
        assertThat(Provider.GMAIL.aboutPasswords())
                .isEqualTo(
                        "Gmail takes an app password or OAuth 2.0, never the account's own password; 2-Step Verification must"
                                + " be on for an app password (https://support.google.com/accounts/answer/185833)");
        assertThat(Provider.OUTLOOK.aboutPasswords()).startsWith("Outlook.com takes OAuth 2.0 only, never a password");
        assertThat(Provider.GMX.aboutPasswords()).startsWith("At GMX, IMAP must be switched on");
        assertThat(Provider.IONOS.aboutPasswords()).isEmpty();
    }
}
