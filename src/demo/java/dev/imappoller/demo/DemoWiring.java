package dev.imappoller.demo;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Gives the function DynamoDB Local in place of DynamoDB; the other AWS services stay what they are. */
final class DemoWiring {
    @Produces
    @Singleton
    DemoDatabase database(
            @ConfigProperty(name = "demo.dynamodb-local") Path jars,
            @ConfigProperty(name = "demo.classes") Path classes)
            throws IOException, InterruptedException {
        return DemoDatabase.start(jars, classes);
    }

    void stop(@Disposes DemoDatabase database) {
        database.close();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    DynamoDbClient client(DemoDatabase database) {
        return database.client();
    }
}
