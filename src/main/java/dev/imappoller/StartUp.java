package dev.imappoller;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Makes the parts of this process' function when the application starts. So a wrong setting is found before the first event, and Lambda
 * gives full speed until then.
 */
final class StartUp {
    void make(
            @Observes StartupEvent event,
            DynamoDbClient database,
            @ConfigProperty(name = "quarkus.funqy.export") String function,
            Instance<PollFunction> poll,
            Instance<SegmentFunction> segment,
            Instance<ChangedFunction> changed,
            Instance<StatusFunction> status) {
        try {
            // What is injected is a proxy, which makes the client when it is asked for something.
            database.serviceName();
            switch (function) {
                case "segment" -> segment.get();
                case "changed" -> changed.get();
                case "status" -> status.get();
                default -> poll.get();
            }
        } catch (RuntimeException e) {
            if (ImageMode.current() == ImageMode.NATIVE_RUN) {
                Main.failed(e);
            }
            throw e;
        }
    }
}
