package dev.imappoller.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.HostileMail;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestPollers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the built function posts is, octet by octet, what this JVM makes of the same messages: in every charset, on every machine. */
@EnabledOnOs(OS.LINUX)
class SamePayloadsIT {
    private static final String BOUNDARY = "a-boundary-that-no-message-has";
    private static final Payloads PAYLOADS = new Payloads(() -> BOUNDARY);

    /** One does, unless the machine is so busy that the time of a run is up before. */
    private static final int MOST_POLLS = 5;

    /** Octets of a message that every machine is tried with. */
    private static final int SMALL = 10_000;

    /** Characters before and after where two payloads differ. */
    private static final int SHOWN = 100;

    private static TestPollers function;

    private final MemoryImapServer server = MemoryImapServer.start();
    private final Receiver receiver = Receiver.http();

    @BeforeAll
    static void startFunction() {
        function = TestPollers.start();
    }

    @AfterAll
    static void stopFunction() {
        function.close();
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void ofEveryMessageOfTheCorpus(Format format) throws Exception {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String name : CorpusTest.messages().toList()) {
            messages.put(name, CorpusTest.octets(name));
        }
        arePostedAlike(function, format, messages);
    }

    @ParameterizedTest
    @EnumSource
    void ofHostileMail(Format format) {
        arePostedAlike(function, format, hostile());
    }

    @Test
    void inEveryCharset() {
        Map<String, byte[]> messages = EveryCharset.messages();
        assertThat(messages).hasSizeGreaterThan(150);
        arePostedAlike(function, Format.JSON, messages);
    }

    /** What a machine may have its own way with: time zone, language, digits, calendar, and the charset of its files. */
    record Machine(Map<String, String> environment, List<String> options) {}

    static Stream<Machine> machines() {
        return Stream.of(
                new Machine(Map.of("TZ", "Pacific/Chatham", "LANG", "tr_TR.UTF-8"), locale("tr", "TR")),
                new Machine(Map.of("TZ", "America/St_Johns", "LC_ALL", "POSIX"), locale("ar", "EG")),
                new Machine(Map.of("TZ", ":/none", "LC_ALL", "xx_YY.ISO-8859-9", "LANG", ""), locale("th", "TH")),
                new Machine(Map.of("TZ", "", "LANG", "", "LC_ALL", ""), List.of("-Dfile.encoding=ISO-8859-5")));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void onEveryMachine(Machine machine) {
        try (TestPollers elsewhere = TestPollers.start(machine.environment(), machine.options())) {
            Map<String, byte[]> messages = hostile();
            messages.values().removeIf(octets -> octets.length > SMALL);
            assertThat(messages).hasSizeGreaterThan(100);
            arePostedAlike(elsewhere, Format.JSON, messages);
        }
    }

    private static List<String> locale(String language, String country) {
        return List.of("-Duser.language=" + language, "-Duser.country=" + country);
    }

    private static Map<String, byte[]> hostile() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        HostileMail.all().forEach(mail -> messages.put(mail.toString(), mail.octets()));
        return messages;
    }

    private void arePostedAlike(TestPollers poller, Format format, Map<String, byte[]> messages) {
        String user = format.name().toLowerCase(Locale.ROOT);
        server.append(user, "INBOX", messages.values().toArray(byte[][]::new));
        receiver.forget();
        poller.put(user, item(user));

        List<String> reports = new ArrayList<>();
        while (!server.unseen(user, "INBOX").isEmpty() && reports.size() < MOST_POLLS) {
            reports.add(poller.poll(user).prettify());
        }

        assertThat(server.unseen(user, "INBOX")).as(reports::toString).isEmpty();
        Set<String> posted = new HashSet<>();
        receiver.requests().forEach(request -> posted.add(body(request)));
        Map<String, String> missing = new LinkedHashMap<>();
        messages.forEach((name, octets) -> {
            String expected = expected(octets, format, user);
            if (!posted.contains(expected)) {
                missing.put(name, expected);
            }
        });
        assertThat(missing.keySet()).as(() -> firstOf(missing.values(), posted)).isEmpty();
    }

    /** What is missing first, and what was posted that is most like it. */
    private static String firstOf(Collection<String> missing, Set<String> posted) {
        String expected = missing.iterator().next();
        String nearest = posted.stream()
                .max(Comparator.comparingInt(each -> Arrays.mismatch(each.toCharArray(), expected.toCharArray())))
                .orElse("nothing");
        int from = Math.max(0, Arrays.mismatch(nearest.toCharArray(), expected.toCharArray()) - SHOWN);
        return "expected: " + part(expected, from) + "\nposted: " + part(nearest, from) + "\nof";
    }

    private static String part(String text, int from) {
        return text.substring(from, Math.min(text.length(), from + 2 * SHOWN));
    }

    private Map<String, Object> item(String user) {
        return Map.of(
                "host",
                "localhost",
                "port",
                server.imapPort(),
                "ssl",
                false,
                "allowPlaintext",
                true,
                "username",
                user,
                "password",
                ImapServer.PASSWORD,
                "format",
                user,
                "maxMessages",
                1000,
                "url",
                receiver.uri("/in").toString());
    }

    /** With another boundary. */
    private static String body(Request request) {
        String type = request.header("Content-Type").orElseThrow();
        String body = new String(request.body(), ISO_8859_1);
        int boundary = type.indexOf("boundary=");
        return boundary < 0 ? body : body.replace(type.substring(boundary + "boundary=".length()), BOUNDARY);
    }

    private static String expected(byte[] octets, Format format, String user) {
        RawMessage raw = RawMessage.of(octets);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            Message message = MessageDecoder.decode(raw);
            PAYLOADS.of(format, raw, message, Envelope.of(message, user), Map.of())
                    .writeTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toString(ISO_8859_1);
    }
}
