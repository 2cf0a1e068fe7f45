package dev.imappoller.imap.said;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.said.ServerPhrase.Kind;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.poller.provider.OAuthPreset;
import dev.imappoller.poller.provider.Passwords;
import dev.imappoller.poller.provider.Provider;
import dev.imappoller.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/providers.md to the code that they are made of. With the system property {@code docs.write} set, it writes them. */
class ProvidersDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/providers.md");

    @Test
    void hasEveryProvider() throws IOException {
        table(
                "| `provider` | is | host | takes | what else | limits |",
                Arrays.stream(Provider.values())
                        .map(provider -> row(
                                "`" + provider.id() + "`",
                                "[" + provider.title() + "](" + provider.help() + ")",
                                "`" + provider.host() + "`",
                                provider.passwords() == Passwords.NONE
                                        ? "OAuth 2.0 only"
                                        : provider.passwords().words()
                                                + (provider.oauth().isPresent() ? ", or OAuth 2.0" : ""),
                                provider.needs(),
                                provider.limits()))
                        .toList());
    }

    @Test
    void hasEveryTokenEndpoint() throws IOException {
        table(
                "| `provider` | `tokenUrl` | `scope` | people grant access at |",
                Arrays.stream(Provider.values())
                        .filter(provider -> provider.oauth().isPresent())
                        .map(provider -> {
                            OAuthPreset oauth = provider.oauth().orElseThrow();
                            return row(
                                    "`" + provider.id() + "`",
                                    "`" + oauth.tokenUrl() + "`"
                                            + oauth.tenant()
                                                    .map(tenant -> ", `tenant` or else `" + tenant + "`")
                                                    .orElse(""),
                                    "`" + oauth.scope() + "`"
                                            + oauth.applicationScope()
                                                    .map(scope -> ", with `client_credentials` `" + scope + "`")
                                                    .orElse(""),
                                    "`" + oauth.authorizationUrl("{tenant}") + "`");
                        })
                        .toList());
    }

    @Test
    void hasEverythingThatServersSay() throws IOException {
        table(
                "| said | by | at | `status` | left alone for | what to do |",
                ServerPhraseTable.ROWS.stream()
                        .map(phrase -> row(
                                phrase.kind() == Kind.CODE ? "`[" + phrase.words() + "]`" : phrase.words(),
                                phrase.who(),
                                phrase.where() == Said.AT_LOGIN ? "login" : "any command",
                                phrase.status().name(),
                                phrase.pause()
                                        .map(ProvidersDocumentTest::minutes)
                                        .orElse(""),
                                advice(phrase)))
                        .toList());
    }

    private static String minutes(Duration wait) {
        return wait.toMinutes() + " min";
    }

    private static String advice(ServerPhrase phrase) {
        String words = phrase.advice().words();
        return phrase.link().isEmpty()
                ? words
                : (words.isEmpty() ? "" : words + " ") + "([help](" + phrase.link() + "))";
    }

    private static String row(String... cells) {
        return Stream.of(cells)
                .map(cell -> cell.isEmpty() ? "" : cell + " ")
                .collect(Collectors.joining("| ", "| ", "|"));
    }

    private static void table(String heading, List<String> rows) throws IOException {
        String text = Documents.read(DOCUMENT);
        int begin = text.indexOf(heading);
        assertThat(begin).as("the table %s in %s", heading, DOCUMENT).isNotNegative();
        int end = text.indexOf("\n\n", begin);
        String there = text.substring(begin, end < 0 ? text.stripTrailing().length() : end);
        String dashes =
                "|" + "---|".repeat((int) heading.chars().filter(c -> c == '|').count() - 1);
        String wanted = heading + "\n" + dashes + "\n" + String.join("\n", rows);
        if (System.getProperty("docs.write") != null) {
            Files.writeString(DOCUMENT, text.replace(there, wanted));
        } else {
            assertThat(there)
                    .as("a table of %s; -DargLine=-Ddocs.write writes it", DOCUMENT)
                    .isEqualTo(wanted);
        }
    }
}
