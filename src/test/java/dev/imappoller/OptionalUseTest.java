package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that {@link Optional} is for return values, and for records, whose components are returned: elsewhere null says so, by @Nullable. */
class OptionalUseTest {
    /** Read from the build's output folder, since the class path has the tests and, in a Quarkus test, generated classes too. */
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** What a setting says is handed over as it was returned. */
    private static final Set<String> HANDED_OVER = Set.of("dev.imappoller.net.TrustedCertificates.load");

    @Test
    void noFieldIsOptional() {
        assertThat(MAIN.stream()
                        .filter(type -> !type.isRecord())
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> isOptional(field.getRawType()))
                        .map(field -> field.getFullName()))
                .isEmpty();
    }

    @Test
    void noParameterIsOptional() {
        assertThat(MAIN.stream()
                        .flatMap(OptionalUseTest::codeUnits)
                        .filter(unit -> unit.getRawParameterTypes().stream().anyMatch(OptionalUseTest::isOptional))
                        .map(unit -> unit.getOwner().getFullName() + "." + unit.getName())
                        .filter(name -> !HANDED_OVER.contains(name)))
                .isEmpty();
    }

    /** But what the compiler makes of lambdas, and the constructors of records. */
    private static Stream<JavaCodeUnit> codeUnits(JavaClass type) {
        return type.getCodeUnits().stream()
                .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(unit -> !(type.isRecord() && unit instanceof JavaConstructor));
    }

    private static boolean isOptional(JavaClass type) {
        return type.isEquivalentTo(Optional.class);
    }
}
