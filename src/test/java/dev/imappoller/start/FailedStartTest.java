package dev.imappoller.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FailedStartTest {
    /** As Quarkus declares its own settings. */
    @ConfigMapping(prefix = "quarkus.mailer.port")
    public interface Port {
        @WithParentName
        int port();
    }

    @Test
    void namesTheVariableOfTheFramework() {
        Map<String, String> environment = Map.of("QUARKUS_MAILER_PORT", "many", "PATH", "/bin");

        String words = FailedStart.words(failure(Map.of("quarkus.mailer.port", "many")), environment);

        assertThat(words)
                .startsWith("The function can't start: QUARKUS_MAILER_PORT can't be used: SRCFG")
                .contains("many")
                .endsWith(". Correct it in the function's environment.")
                .doesNotContain("\n");
    }

    @Test
    void leavesWordsThatNameTheirVariableAsTheyAre() {
        String words =
                "RUN_BUDGET is \"soon\", but must be a time such as 45s or 5m. Correct it in the function's environment.";

        assertThat(FailedStart.words(
                        new IllegalStateException(new IllegalArgumentException(words)), Map.of("RUN_BUDGET", "soon")))
                .isEqualTo("The function can't start: " + words);
    }

    @Test
    void prefersWordsThatNameTheirVariableToTheirCause() {
        String words = "TRUSTED_CA_FILE can't be used: no file. It must be a file of PEM certificates.";

        assertThat(FailedStart.words(
                        new IllegalStateException(words, new IllegalArgumentException("/nowhere.pem")),
                        Map.of("TRUSTED_CA_FILE", "/nowhere.pem")))
                .isEqualTo("The function can't start: " + words);
    }

    @Test
    void showsNothingOfASecret() {
        Throwable failure = new NoSuchElementException(
                "SRCFG00011: Could not expand value canary in property quarkus.mailer.password");

        assertThat(FailedStart.words(failure, Map.of("QUARKUS_MAILER_PASSWORD", "pass${canary}word")))
                .isEqualTo("The function can't start: QUARKUS_MAILER_PASSWORD can't be used. Correct it in the"
                        + " function's environment.");
    }

    @Test
    void hasWordsForAnyFailure() {
        assertThat(FailedStart.words(new StackOverflowError(), Map.of()))
                .isEqualTo("The function can't start: java.lang.StackOverflowError");
    }

    private static Throwable failure(Map<String, String> properties) {
        try {
            new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(properties, "environment", 300))
                    .withMapping(Port.class)
                    .build();
            throw new AssertionError("the configuration should be wrong");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
