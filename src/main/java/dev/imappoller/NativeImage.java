package dev.imappoller;

import com.oracle.svm.core.annotate.Delete;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.amazon.lambda.runtime.FunctionError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.angus.mail.imap.IMAPProvider;
import org.eclipse.angus.mail.imap.IMAPSSLProvider;
import org.eclipse.angus.mail.pop3.POP3Provider;
import org.eclipse.angus.mail.pop3.POP3SSLProvider;
import org.eclipse.angus.mail.smtp.SMTPProvider;
import org.eclipse.angus.mail.smtp.SMTPSSLProvider;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.DynamodbServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SecretsmanagerServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SqsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SsmServiceMetadata;

/**
 * Names the classes that the native image must keep for reflection, because libraries load them by name.
 *
 * <p>The mail providers are listed in service files, which {@code quarkus.native.resources.includes} keeps. All six are
 * needed: one that a file names and the image lacks fails the lookup of the others. {@link FunctionError} is how a
 * function's exception is reported to Lambda; without its methods an exception ends the whole runtime.
 */
@RegisterForReflection(
        targets = {
            FunctionError.class,
            IMAPProvider.class,
            IMAPSSLProvider.class,
            MailStreamProvider.class,
            POP3Provider.class,
            POP3SSLProvider.class,
            SMTPProvider.class,
            SMTPSSLProvider.class
        })
final class NativeImage {
    private NativeImage() {}

    /** QUIRK: The extension for DynamoDB registers this and the writer below, which nothing uses. They are 1.3 MB of the zip. */
    @Delete
    @TargetClass(className = "com.sun.xml.internal.stream.XMLInputFactoryImpl")
    static final class NoXmlReader {}

    @Delete
    @TargetClass(className = "com.sun.xml.internal.stream.XMLOutputFactoryImpl")
    static final class NoXmlWriter {}

    /** QUIRK: The AWS SDK knows the endpoints of 300 services by heart, 0.7 MB of the zip. Those that are used here are kept. */
    @TargetClass(className = "software.amazon.awssdk.regions.GeneratedServiceMetadataProvider")
    static final class UsedServices {
        private UsedServices() {}

        @Substitute
        @Nullable
        ServiceMetadata serviceMetadata(String endpointPrefix) {
            return switch (endpointPrefix) {
                case "dynamodb" -> new DynamodbServiceMetadata();
                case "secretsmanager" -> new SecretsmanagerServiceMetadata();
                case "sqs" -> new SqsServiceMetadata();
                case "ssm" -> new SsmServiceMetadata();
                default -> null; // The SDK makes an endpoint of the service's name then.
            };
        }
    }
}
