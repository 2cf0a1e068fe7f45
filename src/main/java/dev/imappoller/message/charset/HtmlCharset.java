package dev.imappoller.message.charset;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The character set that HTML names in a meta tag, which counts where its part names none (WHATWG HTML, section 13.2.3.2). */
public final class HtmlCharset {
    /** No browser looks at more, in octets. */
    private static final int HEAD = 1024;

    private HtmlCharset() {}

    /** The one that the HTML names, if its tags can be read in it. */
    public static Optional<MailCharset> in(TextCharset.Source html, DecodingBudget budget) throws IOException {
        byte[] head;
        try (InputStream in = html.open()) {
            head = in.readNBytes(HEAD);
        }
        return name(new Cursor(new String(head, StandardCharsets.ISO_8859_1), budget))
                .flatMap(MailCharset::named)
                .filter(MailCharset::hasAscii);
    }

    private static Optional<String> name(Cursor cursor) {
        boolean meta = false;
        while (!cursor.atEnd()) {
            if (cursor.skip("<meta")) {
                meta = true;
            } else if (meta && cursor.skip("charset")) {
                cursor.skip(Characters::isBlank);
                if (cursor.here() == '=') {
                    cursor.next();
                    cursor.skip(c -> Characters.isBlank(c) || c == '"' || c == '\'');
                    int from = cursor.at();
                    cursor.skip(c -> !Characters.isBlank(c) && "\"';/>".indexOf(c) < 0);
                    return Optional.of(cursor.since(from));
                }
            } else {
                meta = meta && cursor.here() != '>';
                cursor.next();
            }
        }
        return Optional.empty();
    }
}
