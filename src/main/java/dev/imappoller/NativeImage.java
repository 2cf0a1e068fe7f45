package dev.imappoller;

import com.oracle.svm.core.annotate.Delete;
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
}
