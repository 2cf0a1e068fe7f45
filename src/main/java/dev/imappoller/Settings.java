package dev.imappoller;

import dev.imappoller.net.TargetGuard.HostAndPort;
import dev.imappoller.poller.run.Run;
import dev.imappoller.poller.run.Segment;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The settings, from variables of the function's environment. If a variable is wrong, the exception says what to do. */
@Singleton
final class Settings {
    private static final int MOST_AT_ONCE = 1000;
    private static final int LONGEST_SHOWN = 100;
    private static final int HIGHEST_PORT = 65_535;

    private final Config config;

    Settings(Config config) {
        this.config = config;
    }

    String pollersTable() {
        return required("POLLERS_TABLE");
    }

    String stateTable() {
        return required("STATE_TABLE");
    }

    Duration runBudget() {
        return duration("RUN_BUDGET", "45s");
    }

    int segments() {
        return number("SEGMENTS", "1", Segment.MOST);
    }

    Optional<String> workQueueUrl() {
        return optional("WORK_QUEUE_URL");
    }

    int concurrentPollers() {
        return number("MAX_CONCURRENT_POLLERS", "32", MOST_AT_ONCE);
    }

    int connectionsPerHost() {
        return number("MAX_CONNECTIONS_PER_HOST", "8", MOST_AT_ONCE);
    }

    int postsPerPoller() {
        return number("POSTS_PER_POLLER", "8", Run.Limits.MOST_POSTS_PER_POLLER);
    }

    /** Who sends alerts; none without it. */
    Optional<String> alertFrom() {
        Optional<String> from = optional("ALERT_FROM").map(String::strip);
        from.filter(address -> address.indexOf('@') < 1).ifPresent(address -> {
            throw wrong("ALERT_FROM", address, "an address such as poller@example.com");
        });
        from.ifPresent(address -> {
            // Quarkus would find these wrong at the first alert.
            oneOf("QUARKUS_MAILER_START_TLS", "DISABLED", "OPTIONAL", "REQUIRED");
            oneOf("QUARKUS_MAILER_LOGIN", "DISABLED", "NONE", "REQUIRED", "XOAUTH2");
            number("QUARKUS_MAILER_PORT", "25", HIGHEST_PORT);
        });
        return from;
    }

    /** The name under which the poll function is called by hand. */
    String pollFunction() {
        return optional("POLL_FUNCTION_NAME")
                .or(() -> config.getOptionalValue("AWS_LAMBDA_FUNCTION_NAME", String.class))
                .orElse("POLL_FUNCTION");
    }

    /** The poll function as the status page's buttons call it; without it there are none. */
    Optional<String> pollFunctionArn() {
        Optional<String> arn = optional("POLL_FUNCTION_ARN");
        arn.filter(text -> !text.startsWith("arn:") || !text.contains(":function:"))
                .ifPresent(text -> {
                    throw wrong("POLL_FUNCTION_ARN", text, "the ARN of a Lambda function");
                });
        return arn;
    }

    String secretPrefix() {
        return text("SECRET_PREFIX", "imap-poller/");
    }

    boolean privateNetworksAllowed() {
        return flag("ALLOW_PRIVATE_NETWORKS", "false");
    }

    boolean httpTargetsAllowed() {
        return flag("ALLOW_HTTP_TARGETS", "false");
    }

    Optional<Path> trustedCaFile() {
        return optional("TRUSTED_CA_FILE").map(Path::of);
    }

    boolean metrics() {
        return flag("METRICS", "false");
    }

    String stackName() {
        return text("STACK_NAME", "local");
    }

    /** Where the function runs, by Lambda's own variable. */
    String region() {
        return config.getOptionalValue("AWS_REGION", String.class).orElse("us-east-1");
    }

    /** Where Lambda gives the function its events. */
    Optional<HostAndPort> runtimeApi() {
        return config.getOptionalValue("AWS_LAMBDA_RUNTIME_API", String.class).flatMap(HostAndPort::parse);
    }

    /** What mail servers and web apps hear of this program's version. */
    String version() {
        return config.getValue("quarkus.application.version", String.class);
    }

    private String required(String variable) {
        return optional(variable)
                .orElseThrow(() -> new IllegalArgumentException(
                        variable + " is not set: it must be the table's name. Set it in the function's environment."));
    }

    private Optional<String> optional(String variable) {
        return config.getOptionalValue(variable, String.class).filter(value -> !value.isBlank());
    }

    private String text(String variable, String otherwise) {
        return optional(variable).orElse(otherwise);
    }

    private boolean flag(String variable, String otherwise) {
        String value = text(variable, otherwise);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(variable, value, "true or false");
        };
    }

    private void oneOf(String variable, String... known) {
        optional(variable)
                .filter(value -> !List.of(known).contains(value.toUpperCase(Locale.ROOT)))
                .ifPresent(value -> {
                    throw wrong(variable, value, "one of " + String.join(", ", known));
                });
    }

    /** From 1 up. */
    private int number(String variable, String otherwise, int most) {
        String value = text(variable, otherwise);
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(variable, value, "a number from 1 to " + most);
    }

    private Duration duration(String variable, String otherwise) {
        String value = text(variable, otherwise);
        try {
            Duration duration = Duration.parse("PT" + value);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw wrong(variable, value, "a time such as 45s or 5m");
    }

    private static IllegalArgumentException wrong(String variable, String value, String must) {
        String shown = value.substring(0, Math.min(value.length(), LONGEST_SHOWN));
        return new IllegalArgumentException(variable + " is \"" + shown + "\", but must be " + must
                + ". Correct it in the function's environment.");
    }
}
