package dev.imappoller;

import dev.imappoller.testing.AwsSecrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a Quarkus test the services that keep secrets, found as the AWS SDK finds any endpoint that is set for it. */
public final class LocalSecrets implements QuarkusTestResourceLifecycleManager {
    private final Map<String, String> properties = Map.of(
            "aws.region", "eu-central-1",
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test");
    private AwsSecrets secrets;

    @Override
    public Map<String, String> start() {
        secrets = AwsSecrets.start();
        properties.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", secrets.endpoint().toString());
        return Map.of();
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(secrets, new TestInjector.MatchesType(AwsSecrets.class));
    }

    @Override
    public void stop() {
        properties.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
        secrets.close();
    }
}
