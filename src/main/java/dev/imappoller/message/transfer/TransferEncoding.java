package dev.imappoller.message.transfer;

import dev.imappoller.message.octets.Characters;
import java.util.Locale;
import java.util.Optional;

/** How the octets of a part were made fit for transport (RFC 2045, section 6). */
public enum TransferEncoding {
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE,
    UUENCODE;

    /** What undoes it; where nothing was done, there is nothing to undo. */
    public TransferDecoder decoder() {
        return switch (this) {
            case IDENTITY -> throw new IllegalStateException("nothing is encoded");
            case BASE64 -> new Base64Decoder();
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoder();
            case UUENCODE -> new UuDecoder();
        };
    }

    /** The encoding that a Content-Transfer-Encoding means, also in the spellings seen in the wild. */
    public static Optional<TransferEncoding> named(String text) {
        String word = Characters.before(text.strip(), c -> Characters.isBlank(c) || c == ';' || c == '(')
                .toLowerCase(Locale.ROOT)
                .replace("\"", "");
        return switch (word) {
            case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "plain" ->
                Optional.of(IDENTITY);
            case "base64", "base-64", "b", "x-base64" -> Optional.of(BASE64);
            case "quoted-printable", "quoted_printable", "quotedprintable", "q", "qp" -> Optional.of(QUOTED_PRINTABLE);
            case "x-uuencode", "uuencode", "x-uue", "uue", "x-uu" -> Optional.of(UUENCODE);
            default -> Optional.empty();
        };
    }
}
