package dev.imappoller.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.LoadedClasses;
import dev.imappoller.testing.LoadedClasses.Loaded;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The lists of classes are those of the start and the first poll of the built function. When a library or the code has changed, {@code
 * ./mvnw verify -Dtest=ArchitectureTest -Dit.test=ClassListIT -Dclass-list.write=true} writes them anew.
 */
@EnabledOnOs(OS.LINUX)
class ClassListIT {
    private static final Path SOURCES = Path.of("src/main/resources");
    private static final String PACKAGE = "dev/imappoller/start";
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** One of so many classes may be another: the JVM's version decides about some. */
    private static final int TOLERANCE = 50;

    private static final String ADVICE = "; -Dclass-list.write=true writes the lists anew, see CONTRIBUTING.md";

    private static final List<String> JVM = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** What the build generates has other names each time, or none that another class can ask for. */
    private static final List<String> GENERATED = List.of(
            "/",
            "$$",
            "_Bean",
            "_ClientProxy",
            "_Subclass",
            "_Synthetic",
            "io.quarkus.arc.setup.",
            "io.quarkus.runner.");

    private final Path directory = Directories.temporary("class-list");
    private final Path function = directory.resolve("function");
    private final Path log = directory.resolve("loaded");
    private DynamoDbLocal database;
    private MailServer server;
    private Receiver receiver;

    @BeforeEach
    void start() {
        FunctionProcess.unpack(function);
        database = DynamoDbLocal.start().createPollersTable("pollers").createStateTable("state");
        server = MailServer.start(TestCertificates.trusted());
        receiver = Receiver.https(TestCertificates.trusted()).otherwise(request -> Answers.status(200));
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.close();
        database.close();
        Directories.delete(directory);
    }

    @Test
    void holdsWhatTheStartAndAFirstPollLoad() throws IOException {
        // Without what is listed, which would be loaded, needed or not.
        for (ClassList list : ClassList.values()) {
            Files.writeString(function.resolve(PACKAGE).resolve(list.file()), "");
        }
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", LoadedClasses.option(log));
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start();
                ChildProcess process = FunctionProcess.startUnpacked(function, options, api, environment())) {
            assertThat(JsonPath.from(api.invoke("{}", BOUND)).getInt("polled")).isZero();
            List<Loaded> start = loaded();
            threeMessages();
            assertThat(JsonPath.from(api.invoke("{}", BOUND)).getInt("delivered"))
                    .as(process::output)
                    .isEqualTo(3);
            List<Loaded> all = loaded();
            if (Boolean.getBoolean("class-list.write")) {
                write(ClassList.START, start);
                write(ClassList.FIRST_POLL, all.subList(start.size(), all.size()));
            }
            isListed(all);
        }
    }

    private static void write(ClassList list, List<Loaded> loaded) throws IOException {
        Files.write(source(list), names(loaded), StandardCharsets.US_ASCII);
    }

    /** In which list a class is depends on what other threads have got to when the first event is answered. */
    private static void isListed(List<Loaded> loaded) throws IOException {
        Set<String> needed =
                names(loaded.stream().filter(Loaded::isFromClassPath).toList());
        Set<String> listed = new TreeSet<>();
        for (ClassList list : ClassList.values()) {
            listed.addAll(Files.readAllLines(source(list)));
        }

        assertThat(needed).hasSizeGreaterThan(3000);
        assertThat(without(needed, listed)).as("missing" + ADVICE).hasSizeLessThan(needed.size() / TOLERANCE);
        assertThat(without(listed, needed))
                .as("no longer needed" + ADVICE)
                .filteredOn(name -> JVM.stream().noneMatch(name::startsWith))
                .hasSizeLessThan(needed.size() / TOLERANCE);
    }

    private static Path source(ClassList list) {
        return SOURCES.resolve(PACKAGE).resolve(list.file());
    }

    /** What was loaded until now and can be listed. */
    private List<Loaded> loaded() {
        return LoadedClasses.read(log).stream()
                .filter(each -> !each.isArchived() && !each.isGeneratedAtRunTime())
                .filter(each -> GENERATED.stream().noneMatch(each.name()::contains))
                .filter(each -> !each.source().contains(FunctionProcess.CLIENT_FOLDER))
                .toList();
    }

    /** For a poller by TLS, to an endpoint by TLS. */
    private void threeMessages() {
        server.append("user", "INBOX", TestMail.message("text"), alternative(), large());
        database.client()
                .putItem(request -> request.tableName("pollers")
                        .item(Map.of(
                                "pollerId", AttributeValue.fromS("first"),
                                "host", AttributeValue.fromS("localhost"),
                                "port", AttributeValue.fromN(Integer.toString(server.imapsPort())),
                                "username", AttributeValue.fromS("user"),
                                "password", AttributeValue.fromS(ImapServer.PASSWORD),
                                "url",
                                        AttributeValue.fromS(
                                                receiver.uri("/mail").toString()))));
    }

    private static Set<String> names(List<Loaded> classes) {
        return new TreeSet<>(classes.stream().map(Loaded::name).toList());
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("POLLERS_TABLE", "pollers");
        environment.put("STATE_TABLE", "state");
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());
        return environment;
    }

    private static byte[] alternative() {
        return """
                From: =?utf-8?q?J=C3=BCrgen?= <sender@example.org>
                To: recipient@example.org
                Subject: =?utf-8?b?w7xiZXI=?=
                Date: Mon, 05 Jan 2026 10:00:00 +0000
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                gr=FC=DFe
                On Monday, Recipient wrote:
                > hello
                --b
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: base64

                PHA+Z3LDvMOfZTwvcD4=
                --b--
                """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Large enough to be fetched in pieces. */
    private static byte[] large() {
        String head = """
                From: sender@example.org
                To: recipient@example.org
                Subject: large
                MIME-Version: 1.0
                Content-Type: application/octet-stream; name=large.bin
                Content-Transfer-Encoding: base64

                """.replace("\n", "\r\n");
        return (head + Base64.getMimeEncoder().encodeToString(new byte[3 * 1024 * 1024]) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
