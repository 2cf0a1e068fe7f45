package dev.imappoller.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.body.TextBody;
import dev.imappoller.message.header.HeaderField;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileMailTest {
    static List<Hostile> all() {
        return HostileMail.all().toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isDecodedAsFarAsItGoes(Hostile mail) throws IOException {
        Message message = MessageDecoder.decode(mail.raw());

        assertThat(text(message.plain())).as("plain").isEqualTo(mail.plain());
        assertThat(text(message.html())).as("html").isEqualTo(mail.html());
        assertThat(message.attachments())
                .as("attachments")
                .extracting(Attachment::fileName)
                .isEqualTo(mail.attachmentNames());
        assertThat(contents(message)).as("contents").usingRecursiveComparison().isEqualTo(mail.attachments());
        assertThat(message.defects()).as("defects").isEqualTo(mail.defects());
        mail.headers()
                .forEach((name, value) -> assertThat(message.header(name))
                        .as(name)
                        .map(HeaderField::value)
                        .contains(value));
    }

    @Test
    void namesEachMessageOnceAndThereAreEnough() {
        assertThat(all()).extracting(Hostile::toString).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(120);
    }

    /** Line ends have a test of their own: WireValuesTest. */
    private static Optional<String> text(Optional<TextBody> body) throws IOException {
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(body.get().head(Integer.MAX_VALUE).replace("\r\n", "\n"));
    }

    private static List<byte[]> contents(Message message) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Attachment attachment : message.attachments()) {
            try (InputStream in = attachment.open()) {
                contents.add(in.readAllBytes());
            }
            assertThat(attachment.size()).isEqualTo(contents.get(contents.size() - 1).length);
        }
        return contents;
    }
}
