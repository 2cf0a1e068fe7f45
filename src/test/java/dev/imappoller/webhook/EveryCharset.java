package dev.imappoller.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Messages in each charset that this JVM has, under all of its names: what it can write, and what it can't read. */
final class EveryCharset {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder();
    private static final Base64.Encoder WORD = Base64.getEncoder();

    /** One of so many characters beyond the first 65,536 is enough. */
    private static final int SAMPLE = 97;

    /** Later versions of Java know no charset of this name any more. */
    private static final String DROPPED = "default";

    /** Octets that make no sense. */
    private static final int NOISE = 256;

    /** Octets in a name's encoded word, which has to be short. */
    private static final int FEW = 24;

    private EveryCharset() {}

    static Map<String, byte[]> messages() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Charset.availableCharsets().forEach((name, charset) -> {
            messages.put(name, message(charset, all(charset)));
            messages.put(name + ", odd octets", message(charset, odd(charset)));
        });
        return messages;
    }

    private static byte[] message(Charset charset, byte[] text) {
        StringBuilder header = new StringBuilder();
        int number = 0;
        String few = WORD.encodeToString(Arrays.copyOf(noise(charset), FEW));
        for (String alias : charset.aliases()) {
            if (!alias.equals(DROPPED)) {
                header.append("X-Alias-" + number++ + ": =?" + alias + "?B?" + few + "?=\r\n");
            }
        }
        return (header + "Subject: =?" + charset.name() + "?B?" + few + "?=\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=\"" + charset.name() + "\"\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + LINES.encodeToString(text) + "\r\n")
                .getBytes(US_ASCII);
    }

    /** Each octet by itself, and many that make no sense: few enough to be read at once, since what a break within them does is undefined. */
    private static byte[] odd(Charset charset) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int octet = 0; octet < 256; octet++) {
            text.write(octet);
            text.write('\n');
        }
        text.writeBytes(noise(charset));
        text.writeBytes("\n".repeat(FEW).getBytes(US_ASCII));
        return text.toByteArray();
    }

    private static byte[] noise(Charset charset) {
        byte[] noise = new byte[NOISE];
        new Random(charset.name().hashCode()).nextBytes(noise);
        return noise;
    }

    /** All that there is in a charset; nothing where it can't be written. */
    private static byte[] all(Charset charset) {
        if (!charset.canEncode()) {
            return new byte[0];
        }
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.IGNORE)
                .onUnmappableCharacter(CodingErrorAction.IGNORE);
        StringBuilder text = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x10000 ? 1 : SAMPLE) {
            if (Character.isDefined(point) && !isSurrogate(point)) {
                text.appendCodePoint(point);
            }
        }
        ByteBuffer octets =
                ByteBuffer.allocate((int) Math.ceil(text.length() * (double) encoder.maxBytesPerChar()) + 16);
        encoder.encode(CharBuffer.wrap(text), octets, true);
        encoder.flush(octets);
        return Arrays.copyOf(octets.array(), octets.position());
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
