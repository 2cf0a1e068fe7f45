package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The build checks what a template's method hands to it, but not what one template hands to another: a name without a type is
 * looked up by reflection then, of which the native executable has none.
 */
class IncludedTemplatesTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Engine ENGINE = Engine.builder().addDefaults().build();

    @ParameterizedTest
    @MethodSource("included")
    void declaresTheTypeOfEveryName(String name) throws IOException {
        assertThat(withoutType(Files.readString(TEMPLATES.resolve(name + ".html"))))
                .as("expressions in " + name + " whose names need {@type name} at the top")
                .isEmpty();
    }

    @Test
    void aNameWithoutATypeIsFound() {
        assertThat(
                        withoutType(
                                "{@java.lang.String word}{word.length}{#if other.text}{#for each in word.chars}{each}{/for}{/if}"))
                .containsExactly("other.text");
    }

    /** The names of those that another includes. */
    static List<String> included() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String[] pieces = Files.readString(file).split("\\{#include ");
                for (int i = 1; i < pieces.length; i++) {
                    names.add(pieces[i].substring(0, pieces[i].indexOf(' ')));
                }
            }
        }
        return names.stream().distinct().sorted().toList();
    }

    private static List<String> withoutType(String source) {
        Template template = ENGINE.parse(source);
        return template.getExpressions().stream()
                .filter(expression ->
                        !expression.isLiteral() && expression.getParts().get(0).getTypeInfo() == null)
                .map(Expression::toOriginalString)
                .toList();
    }
}
