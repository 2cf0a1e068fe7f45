package dev.imappoller.poller.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.imappoller.poller.item.Pollers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {
    private static final String USER = "support@example.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "Tr0ub4dor&3",
                "a\"b\\c<d>e&f+g/h=i%j",
                "pässwörd-ünïcode",
                "пароль-секрет",
                "!@#$%^&*()_+{}|",
                "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ",
                "x7Kq",
                "abcde",
                "1234567890"
            })
    void showsNoPieceOfASecretHoweverItIsRepeated(String secret) {
        Masking masking = Masking.of(Pollers.poller(Map.of("password", secret)));

        Echoes.of(USER, secret).forEach((name, echo) -> {
            for (String text : List.of(
                    echo,
                    "LOGIN refused for " + echo,
                    "no (" + echo + ") here",
                    "[ALERT] " + echo + " is the login of " + USER)) {
                String shown = ForeignText.of(text).shown(masking);
                assertThat(Echoes.leak(shown, echo, USER))
                        .as("%s in: %s", name, shown)
                        .isEmpty();
            }
        });
    }

    @Test
    void showsNoPieceOfAnyOtherSecretOfThePoller() {
        String signing = "whsec_" + "c2lnbmluZy1zZWNyZXQtb2YtYS1wb2xsZXI=";
        Masking masking = Masking.of(Pollers.poller(Map.of(
                "url",
                "https://app:basic-canary@example.com/in",
                "headers",
                Map.of("X-Api-Key", "header-canary"),
                "signingSecret",
                signing)));

        for (String secret : List.of("basic-canary", "header-canary", "signing-secret-of-a-poller")) {
            Map<String, String> echoes = Echoes.of("app", secret);
            echoes.keySet().removeIf(name -> name.contains("sasl") || name.contains("xoauth2"));
            echoes.forEach((name, echo) -> assertThat(
                            Echoes.leak(ForeignText.of("It said " + echo).shown(masking), echo, "app"))
                    .as(name)
                    .isEmpty());
        }
        assertThat(Echoes.leak(ForeignText.of("the key " + signing).shown(masking), signing, "whsec_"))
                .isEmpty();
    }

    @Test
    void showsNothingOfATextThatHoldsAVeryShortSecret() {
        Masking masking = Masking.of(Pollers.poller(Map.of("password", "abc")));

        assertThat(ForeignText.of("wrong password abc").shown(masking)).isEqualTo(ForeignText.NOT_SHOWN);
        assertThat(ForeignText.of("wrong password \"abc\"").shown(masking)).isEqualTo(ForeignText.NOT_SHOWN);
        assertThat(ForeignText.of("wrong password YWJj").shown(masking)).doesNotContain("YWJj");
        assertThat(ForeignText.of("Mailbox is gone").shown(masking)).isEqualTo("Mailbox is gone");
    }

    @Test
    void aSecretOfOneLetterDoesNotMakeEveryTextUnreadable() {
        Masking masking = Masking.of(Pollers.poller(Map.of("password", "a")));

        assertThat(ForeignText.of("Mailbox has gone away").shown(masking)).isEqualTo("Mailbox has gone away");
        assertThat(ForeignText.of("LOGIN x a").shown(masking)).isEqualTo(ForeignText.NOT_SHOWN);
        assertThat(ForeignText.of("LOGIN x YQ==").shown(masking)).isEqualTo(ForeignText.NOT_SHOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mailbox does not exist",
                "[UNAVAILABLE] Temporary failure, try again later",
                "Server is down for maintenance 2026-11-29 10:00:00 +0000",
                "Authentication failed for <support@example.com>",
                "Mailbox is locked by session 17a2 on host mx-12.example.com",
                "Der Postfachspeicher ist voll: 100 % belegt",
                "邮箱不存在",
                "Unknown command: UID SEARCH UNSEEN UNDELETED"
            })
    void showsSentencesAsTheyAre(String sentence) {
        assertThat(ForeignText.of(sentence).shown(Masking.NONE)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><head><title>502 Bad Gateway</title></head></html>",
                "<!DOCTYPE html>\n<p>Oops</p>",
                "Error: <b>not allowed</b>",
                "<?xml version='1.0'?><error/>",
                "{\"error\":{\"code\":500}}",
                "0000  70 61 73 73 77 6f 72 64 0d 0a 41 42 43 44 45 46  password..ABCDEF",
                "7061737377 6f72642d 63616e61 7279",
                "112 97 115 115 119 111 114 100 45 99",
                "java.lang.NullPointerException\n\tat com.example.Login.check(Login.java:17)",
                "Traceback (most recent call last):\n  File \"/srv/imap.py\", line 3",
                "\u0001\u0002\u0003\u0004abc",
                "\ufffd\ufffd\ufffd\ufffdab"
            })
    void saysSoOfWhatIsNoSentence(String answer) {
        assertThat(ForeignText.of(answer).shown(Masking.NONE)).isEqualTo(ForeignText.NO_SENTENCE);
    }

    @Test
    void leavesOutOctetsInASentence() {
        assertThat(ForeignText.of("this is not an SSL/TLS record: 485454502f312e31")
                        .shown(Masking.NONE))
                .isEqualTo("this is not an SSL/TLS record: …");
        assertThat(ForeignText.of("no " + "QUJD".repeat(20) + " here").shown(Masking.NONE))
                .isEqualTo("no … here");
    }

    @Test
    void showsOneShortLineOfVisibleCharacters() {
        assertThat(ForeignText.of("one\r\ntwo\u202e\u200bthree\u0007 \u00a0 four. ..")
                        .shown(Masking.NONE))
                .isEqualTo("one two three four");
        assertThat(ForeignText.of("word ".repeat(1000)).shown(Masking.NONE)).hasSizeLessThan(210);
        assertThat(ForeignText.of("\ud83d\ude00 ".repeat(1000)).shown(Masking.NONE))
                .hasSizeLessThan(210);
        assertThat(ForeignText.of((String) null).shown(Masking.NONE)).isEmpty();
        assertThat(ForeignText.of(" \r\n").shown(Masking.NONE)).isEmpty();
    }

    @Test
    void readsUtf8ThatALibraryTookForOctets() {
        String octets = new String(
                "Dossier protégé".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(ForeignText.of(octets).shown(Masking.NONE)).isEqualTo("Dossier protégé");
    }

    @Test
    void isNotShownByAccident() {
        assertThat("" + ForeignText.of("canary")).doesNotContain("canary");
    }

    @Test
    void takesWhateverAServerMayThinkOf() {
        Random random = new Random(17);
        Masking masking = Masking.of(Pollers.poller(Map.of("password", "p\\a&#x41;%25b=3Dc")));
        String alphabet = "\\%&#x=;0uU3D41afA<>\"'{} \r\n\0\u202e\ud83dé+/";
        for (int i = 0; i < 20_000; i++) {
            String text = IntStream.range(0, random.nextInt(40))
                    .mapToObj(j -> "" + alphabet.charAt(random.nextInt(alphabet.length())))
                    .collect(Collectors.joining());
            assertThatNoException()
                    .as(text)
                    .isThrownBy(() -> ForeignText.of(text).shown(masking));
        }
    }
}
