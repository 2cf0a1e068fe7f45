package dev.imappoller.message.body;

import dev.imappoller.message.octets.EightOctets;
import dev.imappoller.message.transfer.LineReader;
import dev.imappoller.message.transfer.TransferEncoding;
import dev.imappoller.message.transfer.UuDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the files that uuencode has put into text, as mailers did before there were attachments (POSIX, uuencode). */
public final class UuBlocks {
    /** More files than anybody puts into a text. */
    private static final int MOST = 100;

    private static final int BUFFER = 8 * 1024;

    /** A file: where its lines are, and what it is called. */
    public record Block(String name, Content content) {}

    private UuBlocks() {}

    /** The files in a text that is not encoded otherwise: from the line before the data to the one behind it. */
    public static List<Block> in(Content text) throws IOException {
        return mayHold(text) ? blocks(text) : List.of();
    }

    /** Whether any line begins as the one before the data does: hardly any text has one, and this is told sooner than its lines. */
    private static boolean mayHold(Content text) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, text.encodedSize()))];
        int lastSeen = '\n';
        try (InputStream in = text.open()) {
            for (int count = in.read(buffer, 0, buffer.length); count >= 0; count = in.read(buffer, 0, buffer.length)) {
                int at = 0;
                while (at < count) {
                    if (lastSeen == '\n' && mayBegin(buffer, at, count)) {
                        return true;
                    }
                    int lineEnd = EightOctets.lineEnd(buffer, at, count);
                    lastSeen = lineEnd < count ? '\n' : buffer[count - 1];
                    at = lineEnd + 1;
                }
            }
        }
        return false;
    }

    /** Whether it is that line, as far as it is in the buffer. */
    private static boolean mayBegin(byte[] buffer, int from, int to) {
        int i = 0;
        while (i < UuDecoder.BEGIN.length() && from + i < to && buffer[from + i] == UuDecoder.BEGIN.charAt(i)) {
            i++;
        }
        return i == UuDecoder.BEGIN.length() || from + i == to;
    }

    private static List<Block> blocks(Content text) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String name = "";
        long start = 0;
        boolean data = false;
        try (LineReader lines =
                new LineReader(text.raw().open(text.from(), text.to()), false, text.encodedSize(), text.from())) {
            while (lines.advance() && blocks.size() < MOST) {
                if (lines.startsWith(UuDecoder.BEGIN)) {
                    name = UuDecoder.nameIn(lines.text());
                    start = lines.start();
                    data = false;
                } else if (!name.isEmpty()) {
                    String line = lines.text();
                    if (data && line.equals("end")) {
                        blocks.add(new Block(
                                name, new Content(text.raw(), start, lines.end(), TransferEncoding.UUENCODE)));
                        name = "";
                    } else if (UuDecoder.isData(line)) {
                        data |= line.length() > 1;
                    } else {
                        name = "";
                    }
                }
            }
        }
        return blocks;
    }

    /** The file that a part is if it begins with one, whatever the part calls itself. */
    public static Optional<Block> at(Content part) throws IOException {
        long end = Math.min(part.to(), part.from() + BUFFER);
        try (LineReader lines =
                new LineReader(part.raw().open(part.from(), end), false, end - part.from(), part.from())) {
            while (lines.advance() && lines.isBlank()) {
                // What stands before it is left out.
            }
            String name = lines.startsWith(UuDecoder.BEGIN) ? UuDecoder.nameIn(lines.text()) : "";
            Content content = part.with(TransferEncoding.UUENCODE);
            return name.isEmpty() || !content.measure().sound()
                    ? Optional.empty()
                    : Optional.of(new Block(name, content));
        }
    }
}
