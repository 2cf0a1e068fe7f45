package dev.imappoller;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.imappoller.oauth.PendingAuthorizations;
import dev.imappoller.poller.masking.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the shape of the main code: a pure core, adapters around it, and one vendor API per package. */
class ArchitectureTest {
    private static final String ROOT = "dev.imappoller";
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int MAX_LINES = 300;
    private static final int MAX_CLASSES = 33;
    private static final int MOST_COMPONENTS = 8;
    private static final Set<Class<?>> TIMES = Set.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class);

    /** Read from the build's output folder, since the class path has the tests and, in a Quarkus test, generated classes too. */
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void theMainCodeIsWhatIsChecked() {
        assertThat(MAIN).extracting(JavaClass::getName).contains(PollFunction.class.getName());
    }

    @Test
    void pollerIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage(in("poller"))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("java..", in("poller"), in("message"))))
                .because("the algorithm is to be read and tested without any vendor's API or adapter"));
    }

    /** Which other packages of {@code poller} each one may know, from the lowest to the highest. */
    private static final Map<String, Set<String>> KNOWN = Map.ofEntries(
            Map.entry("status", Set.of()),
            Map.entry("url", Set.of()),
            Map.entry("provider", Set.of()),
            Map.entry("credential", Set.of("url")),
            Map.entry("item", Set.of("status", "url", "provider", "credential")),
            Map.entry("wording", Set.of("status", "credential", "item")),
            Map.entry("masking", Set.of("credential", "item")),
            Map.entry("time", Set.of("status", "item", "wording")),
            Map.entry("mailbox", Set.of("status", "item", "time")),
            Map.entry("endpoint", Set.of("status", "url", "credential", "item", "wording")),
            Map.entry("outcome", Set.of("status", "item", "wording", "endpoint")),
            Map.entry("lease", Set.of("status", "credential", "item")),
            Map.entry("ledger", Set.of("status", "credential", "item", "time", "mailbox", "endpoint", "outcome")),
            Map.entry(
                    "pass",
                    Set.of("status", "item", "wording", "time", "mailbox", "endpoint", "outcome", "lease", "ledger")),
            Map.entry(
                    "operation",
                    Set.of(
                            "status",
                            "provider",
                            "credential",
                            "item",
                            "wording",
                            "time",
                            "mailbox",
                            "endpoint",
                            "outcome",
                            "lease",
                            "ledger")),
            Map.entry(
                    "run",
                    Set.of(
                            "status",
                            "url",
                            "credential",
                            "item",
                            "wording",
                            "time",
                            "mailbox",
                            "endpoint",
                            "outcome",
                            "lease",
                            "ledger",
                            "pass",
                            "operation")));

    static Set<String> packagesOfPoller() {
        return KNOWN.keySet();
    }

    @ParameterizedTest
    @MethodSource("packagesOfPoller")
    void aPackageOfPollerKnowsOnlyThoseBelowIt(String name) {
        String[] allowed = Stream.concat(Stream.of(name), KNOWN.get(name).stream())
                .map(known -> in("poller." + known))
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(in("poller." + name))
                .should()
                .dependOnClassesThat(resideInAPackage(in("poller")).and(not(resideInAnyPackage(allowed))))
                .because("the pass doesn't know the run, and an item knows neither; see docs/architecture.md"));
    }

    @Test
    void everyClassOfPollerIsInAPackageThatHasItsPlace() {
        assertThat(MAIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> (name + ".").startsWith(ROOT + ".poller."))
                        .map(name -> name.substring((ROOT + ".poller").length()).replaceFirst("^[.]", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(KNOWN.keySet());
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    /** A newcomer has to find a class by the names of the folders. */
    @Test
    void noPackageIsCrowded() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Map<Path, Long> crowds = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
            assertThat(crowds)
                    .isNotEmpty()
                    .allSatisfy((folder, classes) -> assertThat(classes).isLessThanOrEqualTo(MAX_CLASSES));
        }
    }

    /** So a new variant doesn't compile until each place has decided what to do with it. */
    @Test
    void sealedTypesAreAskedThroughAMethodOfTheirs() {
        assertThat(MAIN.stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .flatMap(unit -> unit.getInstanceofChecks().stream())
                        .filter(check -> isSealed(check.getRawType()))
                        .map(check -> check.getOwner().getFullName() + " asks for "
                                + check.getRawType().getSimpleName()))
                .isEmpty();
    }

    /** Components beyond eight are grouped, but for what is written or shown one by one: rows of tables, JSON and pages. */
    @Test
    void noRecordHasMoreComponentsThanAReaderKeepsInMind() {
        assertThat(MAIN.stream()
                        .filter(JavaClass::isRecord)
                        .filter(type -> type.reflect().getRecordComponents().length > MOST_COMPONENTS)
                        .map(type -> type.getName().substring(ROOT.length() + 1)))
                .containsExactlyInAnyOrder(
                        "Report",
                        "FailingLine",
                        "Report$Line",
                        "imap.said.ServerPhrase",
                        "page.Overview",
                        "page.PollerRow",
                        "poller.endpoint.Notice",
                        "poller.ledger.LedgerRecord");
    }

    private static boolean isSealed(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getAllRawInterfaces().stream())
                .filter(each -> each.getName().startsWith(ROOT))
                .anyMatch(each -> each.reflect().isSealed());
    }

    @Test
    void messageIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage(in("message"))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("java..", in("message"))))
                .because("decoding turns bytes into records, and needs to know nothing of pollers or libraries"));
    }

    @Test
    void netNeedsTheJdkAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(in("net"))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("java..", "javax.net.ssl..", in("net"))))
                .because("who may be connected to is decided in one place, below all adapters"));
    }

    @Test
    void httpKnowsNothingOfWhatItIsUsedFor() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(in("http"))
                        .should()
                        .dependOnClassesThat(resideInAPackage(ROOT + "..")
                                .and(not(resideInAnyPackage(in("http"), in("poller"), in("message"), in("net")))))
                        .because(
                                "webhooks, token endpoints and buckets are asked by the same guarded client, which knows none of them"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "webhook", "store", "s3", "secret", "queue", "alert", "log", "page", "oauth"})
    void anAdapterKnowsTheCoreAndNoOtherAdapter(String adapter) {
        String[] known = Stream.concat(
                        Stream.of(adapter, "poller", "message", "net"),
                        BENEATH.getOrDefault(adapter, List.of()).stream())
                .map(ArchitectureTest::in)
                .toArray(String[]::new);
        check(
                noClasses()
                        .that()
                        .resideInAPackage(in(adapter))
                        .should()
                        .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(known))))
                        .because(
                                "adapters meet in the ports of the core, logging too: its events are a port that log implements"));
    }

    /** OAuth's ports stand beside their user: secrets and tables are what it is kept in. */
    private static final Map<String, List<String>> BENEATH =
            Map.of("webhook", List.of("http"), "secret", List.of("oauth"), "store", List.of("oauth"));

    @Test
    void ofOAuthTablesKnowThePortAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(in("store"))
                .should()
                .dependOnClassesThat(resideInAPackage(in("oauth"))
                        .and(not(JavaClass.Predicates.assignableTo(PendingAuthorizations.class)))
                        .and(not(JavaClass.Predicates.assignableTo(PendingAuthorizations.UnderWay.class))))
                .because("how access is granted is decided in oauth"));
    }

    @Test
    void lambdasRuntimeIsKnownToStartOnly() {
        only(List.of("start"), "com.amazonaws..", "io.quarkus.funqy.lambda..");
    }

    @Test
    void mailIsKnownToImapOnly() {
        only(List.of("imap"), "org.eclipse.angus..", "com.sun.mail..", "jakarta.mail..");
    }

    @Test
    void dynamoDbIsKnownToStoreOnly() {
        only(List.of("store"), "software.amazon.awssdk.services.dynamodb..");
    }

    @Test
    void theServicesForSecretsAreKnownToSecretOnly() {
        only(
                List.of("secret"),
                "software.amazon.awssdk.services.ssm..",
                "software.amazon.awssdk.services.secretsmanager..");
    }

    @Test
    void signingIsKnownToS3Only() {
        only(List.of("s3"), "software.amazon.awssdk.http.auth..", "software.amazon.awssdk.identity..");
    }

    @Test
    void sqsIsKnownToQueueOnly() {
        only(List.of("queue"), "software.amazon.awssdk.services.sqs..");
    }

    @Test
    void vertxIsKnownToHttpAndWebhookOnly() {
        only(List.of("http", "webhook"), "io.vertx.core..");
        only(List.of("http"), "io.netty..");
    }

    @Test
    void jsonIsKnownToWebhookOAuthSecretLogAndTheFunctionsOnly() {
        only(List.of("webhook", "oauth", "secret", "log", ""), "com.fasterxml.jackson..");
    }

    @Test
    void sendingMailIsKnownToAlertOnly() {
        only(List.of("alert"), "io.quarkus.mailer..", "io.vertx.ext.mail..");
    }

    @Test
    void templatesAreKnownToAlertAndPageOnly() {
        only(List.of("alert", "page"), "io.quarkus.qute..");
    }

    @Test
    void loggersAreKnownToLogOnly() {
        only(List.of("log"), "org.jboss.logging..", "java.util.logging..", "io.quarkus.logging..", "org.slf4j..");
    }

    /**
     * Who asks an exception or a response for its words. Those that say what this program itself has thrown are among them; whoever is
     * to be added shows the words by {@link ForeignText}, or only looks for what they mean.
     */
    private static final Set<String> READERS_OF_FOREIGN_WORDS = Set.of(
            "poller.masking.ForeignText",
            "imap.pipeline.Command",
            "imap.connection.ConnectFailures",
            "imap.FolderNames",
            "imap.connection.PlainLogin",
            "imap.fetch.Refusals",
            "imap.answer.Responses",
            "imap.answer.SelectAnswer",
            "imap.Selection",
            // Of this program's own exceptions, or of the machine's.
            "imap.fetch.FetchCommands",
            "net.TrustedCertificates",
            "poller.item.Attributes",
            "poller.item.AttachmentStoreItem",
            "poller.item.OAuthItem",
            "poller.item.PollerItem",
            "secret.StoredCredentials",
            "start.FailedStart",
            "webhook.Exchange");

    @Test
    void whatOthersSayComesToPeopleThroughForeignText() {
        DescribedPredicate<JavaClass> reader = DescribedPredicate.describe(
                "is a reader of foreign words",
                type -> READERS_OF_FOREIGN_WORDS.stream()
                        .anyMatch(name -> type.getName().startsWith(ROOT + "." + name)));
        check(noClasses()
                .that(not(reader))
                .should()
                .accessTargetWhere(readsForeignWords())
                .because("they may repeat a secret in any form, or be no words at all"));
    }

    private static DescribedPredicate<JavaAccess<?>> readsForeignWords() {
        return DescribedPredicate.describe("it reads the words of an exception or a response", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            boolean exception = owner.isAssignableTo(Throwable.class)
                    && !owner.getName().startsWith(ROOT)
                    && Set.of("getMessage", "getLocalizedMessage").contains(name);
            boolean response = owner.isAssignableTo("org.eclipse.angus.mail.iap.Response") && name.equals("getRest");
            return exception || response;
        });
    }

    @Test
    void theClockIsInjected() {
        check(noClasses()
                .should()
                .accessTargetWhere(readsTheSystemClock())
                .because(
                        "time comes from an injected Clock, so that tests can set it (System.nanoTime() may measure)"));
    }

    /**
     * A pattern goes back and tries again, so that a short text from a sender, a server, a web app or a table may take it hours: texts are
     * scanned by hand, with the help of Characters.
     */
    @Test
    void noPatternGoesOverAnyText() {
        String why = "it may take a pattern hours to go over a short text that was made for that; see Characters";
        check(noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.regex..").or(JavaClass.Predicates.type(Scanner.class)))
                .because(why));
        check(noClasses().should().accessTargetWhere(takesAPattern()).because(why));
    }

    @Test
    void noSourceFileIsOverlong() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(SOURCES)) {
            files = found.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(Files.readAllLines(file).size()).as("lines of %s", file).isLessThanOrEqualTo(MAX_LINES);
        }
    }

    /** Forbids an API outside the given packages; an empty name stands for the root package itself. */
    private static void only(List<String> homes, String... api) {
        String[] allowed =
                homes.stream().map(home -> home.isEmpty() ? ROOT : in(home)).toArray(String[]::new);
        String where = homes.stream()
                .map(home -> home.isEmpty() ? "the functions" : home)
                .collect(joining(" and "));
        check(noClasses()
                .that(not(resideInAnyPackage(allowed)).and(not(putsThePartsTogether())))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(api)
                .because("only " + where + " may know this API"));
    }

    /** These name the libraries' classes, to hand them on, to have them made at the start, and for the native image, and do nothing with them. */
    private static DescribedPredicate<JavaClass> putsThePartsTogether() {
        return JavaClass.Predicates.belongToAnyOf(Wiring.class, OAuthWiring.class, StartUp.class, NativeImage.class);
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheSystemClock() {
        return DescribedPredicate.describe("it reads the system's clock", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            boolean noArguments = access.getTarget().getFullName().endsWith("()");
            return TIMES.stream().anyMatch(owner::isEquivalentTo) && name.equals("now") && noArguments
                    || owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
                    || owner.isEquivalentTo(Date.class) && name.equals("<init>") && noArguments;
        });
    }

    private static DescribedPredicate<JavaAccess<?>> takesAPattern() {
        Set<String> names = Set.of("matches", "replaceAll", "replaceFirst", "split");
        return DescribedPredicate.describe(
                "it takes a pattern",
                access -> access.getTargetOwner().isEquivalentTo(String.class)
                        && names.contains(access.getTarget().getName()));
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static void check(ArchRule rule) {
        // A package that has no classes yet breaks no rule.
        rule.allowEmptyShould(true).check(MAIN);
    }
}
