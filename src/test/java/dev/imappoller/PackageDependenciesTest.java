package dev.imappoller;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.imappoller.poller.status.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds which package knows which, outside {@code poller}, whose packages {@link ArchitectureTest} has. */
class PackageDependenciesTest {
    private static final String ROOT = "dev.imappoller";

    /** Read from the build's output folder, since the class path has the tests and, in a Quarkus test, generated classes too. */
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** Which other packages each one may know, from the lowest to the highest. */
    private static final Map<String, Set<String>> KNOWN = Map.ofEntries(
            // The decoder: octets at the bottom, and on top what is read from a whole message.
            entry("message.octets", Set.of()),
            entry("message.charset", Set.of("message.octets")),
            entry("message.transfer", Set.of("message.octets")),
            entry("message.reply", Set.of("message.octets")),
            entry("message.header", Set.of("message.octets", "message.charset", "message.transfer")),
            entry("message.body", Set.of("message.octets", "message.charset", "message.transfer")),
            entry(
                    "message.structure",
                    Set.of("message.octets", "message.charset", "message.transfer", "message.header")),
            entry(
                    "message",
                    Set.of(
                            "message.octets",
                            "message.charset",
                            "message.transfer",
                            "message.header",
                            "message.body",
                            "message.structure")),
            entry("message.envelope", Set.of("message.octets", "message.header", "message")),
            entry(
                    "message.kind",
                    Set.of(
                            "message.octets",
                            "message.transfer",
                            "message.header",
                            "message.body",
                            "message",
                            "message.envelope")),
            // A session with a server: what comes in at the bottom, and on top the mailbox.
            entry("imap.inflow", Set.of()),
            entry("imap.said", Set.of("message.octets", "poller.status")),
            entry("imap.answer", Set.of("imap.inflow", "imap.said", "poller.item", "poller.status", "poller.wording")),
            entry("imap.pipeline", Set.of("imap.inflow", "imap.answer", "poller.item")),
            entry(
                    "imap.connection",
                    Set.of(
                            "imap.inflow",
                            "imap.said",
                            "imap.answer",
                            "imap.pipeline",
                            "message.octets",
                            "net",
                            "poller.credential",
                            "poller.item",
                            "poller.masking",
                            "poller.provider",
                            "poller.status",
                            "poller.wording")),
            entry(
                    "imap.fetch",
                    Set.of(
                            "imap.inflow",
                            "imap.said",
                            "imap.answer",
                            "imap.pipeline",
                            "imap.connection",
                            "message.octets",
                            "poller.item",
                            "poller.mailbox",
                            "poller.status",
                            "poller.wording")),
            entry(
                    "imap",
                    Set.of(
                            "imap.inflow",
                            "imap.answer",
                            "imap.pipeline",
                            "imap.connection",
                            "imap.fetch",
                            "message",
                            "message.octets",
                            "net",
                            "poller.endpoint",
                            "poller.credential",
                            "poller.item",
                            "poller.mailbox",
                            "poller.masking",
                            "poller.status",
                            "poller.time",
                            "poller.wording")));

    static Set<String> packages() {
        return KNOWN.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageKnowsOnlyThoseBelowIt(String name) {
        String[] allowed = Stream.concat(Stream.of(name), KNOWN.get(name).stream())
                .map(known -> ROOT + "." + known)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .because("what is below is read and tested without what is above; see docs/architecture.md")
                .check(MAIN);
    }

    @Test
    void everyPackageOfMailIsAmongThem() {
        assertThat(MAIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name ->
                                (name + ".").startsWith(ROOT + ".message.") || (name + ".").startsWith(ROOT + ".imap."))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(KNOWN.keySet());
    }

    /** The functions put the parts together, so no part may know them. */
    @Test
    void noPartKnowsTheFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("a part is used by whatever function needs it")
                .check(MAIN);
    }

    @Test
    void whatStartsTheFunctionsKnowsNoneOfItsParts() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".start")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".start"))))
                .because("a start that fails has to tell of it")
                .check(MAIN);
    }

    /** Logging, alerts and the page show what the core tells them, and so know nothing of mail or of connections. */
    @Test
    void whatShowsHowPollersAreDoingKnowsNoMail() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".log..", ROOT + ".alert..", ROOT + ".page..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".message",
                        ROOT + ".message.body..",
                        ROOT + ".message.envelope..",
                        ROOT + ".net..",
                        ROOT + ".poller.mailbox..",
                        ROOT + ".poller.pass.."))
                .because("what is shown of a poller is in its outcome and its records")
                .check(MAIN);
    }

    /** So a writer can go through what people read. */
    @Test
    void failuresAreWordedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".poller.wording", ROOT + ".poller.status")
                .should()
                .callConstructorWhere(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(type(Failure.class))))
                .because("the sentences stand next to each other in poller.wording")
                .check(MAIN);
    }

    /** What keeps secrets, records or turns is asked by the run and the pass, and knows neither messages nor endpoints' answers. */
    @Test
    void onlyEndpointsAndStoresKnowMessages() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".secret..", ROOT + ".queue..", ROOT + ".store..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".message",
                        ROOT + ".message.body..",
                        ROOT + ".message.envelope..",
                        ROOT + ".poller.mailbox..",
                        ROOT + ".poller.pass.."))
                .because("the contents of messages go from the mailbox to the web app, and nowhere else")
                .check(MAIN);
    }
}
