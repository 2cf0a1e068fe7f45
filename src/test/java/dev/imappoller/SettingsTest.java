package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    /** All that may be wrong, each asked for as the parts of the function ask. */
    private static final List<Function<Settings, Object>> ALL = List.of(
            Settings::pollersTable,
            Settings::stateTable,
            Settings::runBudget,
            Settings::segments,
            Settings::concurrentPollers,
            Settings::connectionsPerHost,
            Settings::postsPerPoller,
            Settings::alertFrom,
            Settings::pollFunctionArn,
            Settings::privateNetworksAllowed,
            Settings::httpTargetsAllowed,
            Settings::metrics);

    @Test
    void readsWhatIsSet() {
        Settings settings = settings(Map.of(
                "POLLERS_TABLE",
                "pollers",
                "RUN_BUDGET",
                "5m",
                "POSTS_PER_POLLER",
                "24",
                "ALLOW_HTTP_TARGETS",
                "true"));

        assertThat(settings.pollersTable()).isEqualTo("pollers");
        assertThat(settings.runBudget()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.postsPerPoller()).isEqualTo(24);
        assertThat(settings.httpTargetsAllowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void takesNothingForAbsent(String nothing) {
        Settings settings = settings(Map.of("RUN_BUDGET", nothing, "ALERT_FROM", nothing, "METRICS", nothing));

        assertThat(settings.runBudget()).isEqualTo(Duration.ofSeconds(45));
        assertThat(settings.alertFrom()).isEmpty();
        assertThat(settings.metrics()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POLLERS_TABLE, ''",
        "STATE_TABLE, ''",
        "RUN_BUDGET, soon",
        "RUN_BUDGET, 45",
        "RUN_BUDGET, 0s",
        "RUN_BUDGET, -5s",
        "RUN_BUDGET, 99999999999999999999s",
        "SEGMENTS, 0",
        "SEGMENTS, two",
        "MAX_CONCURRENT_POLLERS, 0",
        "MAX_CONCURRENT_POLLERS, 1.5",
        "MAX_CONNECTIONS_PER_HOST, -1",
        "MAX_CONNECTIONS_PER_HOST, 99999999999",
        "POSTS_PER_POLLER, 25",
        "ALERT_FROM, ops",
        "ALERT_FROM, @example.com",
        "POLL_FUNCTION_ARN, imap-poller-poll",
        "POLL_FUNCTION_ARN, arn:aws:sns:eu-west-1:123456789012:alarms",
        "QUARKUS_MAILER_START_TLS, MAYBE",
        "QUARKUS_MAILER_LOGIN, yes",
        "QUARKUS_MAILER_PORT, 65536",
        "QUARKUS_MAILER_PORT, 0",
        "ALLOW_PRIVATE_NETWORKS, yes",
        "ALLOW_HTTP_TARGETS, ture",
        "METRICS, 1",
    })
    void saysWhichVariableIsWrongAndWhatToDo(String variable, String value) {
        Map<String, String> variables = new HashMap<>(
                Map.of("POLLERS_TABLE", "pollers", "STATE_TABLE", "state", "ALERT_FROM", "poller@example.com"));
        variables.put(variable, value);
        Settings settings = settings(variables);

        assertThatThrownBy(() -> ALL.forEach(setting -> setting.apply(settings)))
                .hasMessageStartingWith(variable)
                .hasMessageContaining(value)
                .hasMessageEndingWith("t in the function's environment.");
    }

    private static Settings settings(Map<String, String> variables) {
        return new Settings(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(variables, "environment", 300))
                .build());
    }
}
