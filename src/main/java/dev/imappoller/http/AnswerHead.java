package dev.imappoller.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The header of a final answer (RFC 9110), with only those fields that are used.
 *
 * @param status 200 to 999
 * @param length how long its body is
 * @param keepAlive whether the connection may be used again as far as this header goes (RFC 9112, section 9.3)
 * @param idleSeconds how long the server keeps an idle connection, where it says so
 */
record AnswerHead(
        int status,
        BodyLength length,
        boolean keepAlive,
        Optional<Integer> idleSeconds,
        Optional<String> location,
        Optional<String> retryAfter) {

    /**
     * How the end of a body is found (RFC 9112, section 6.3).
     *
     * @param octets 0 or more where they are fixed, else 0
     */
    record BodyLength(Kind kind, long octets) {
        static final BodyLength CHUNKED = new BodyLength(Kind.CHUNKED, 0);
        static final BodyLength UNTIL_CLOSE = new BodyLength(Kind.UNTIL_CLOSE, 0);

        static BodyLength fixed(long octets) {
            return new BodyLength(Kind.FIXED, octets);
        }

        enum Kind {
            FIXED,
            CHUNKED,
            UNTIL_CLOSE
        }
    }

    /** Whether it is a 2xx, the only answer that accepts the message. */
    boolean isSuccess() {
        return status >= 200 && status <= 299;
    }

    /** The same as the last answer on its connection. */
    AnswerHead last() {
        return new AnswerHead(status, length, false, idleSeconds, location, retryAfter);
    }

    /** The octets of a field as text: UTF-8, as browsers send and read them, and what is not valid in it as ISO-8859-1. */
    static String text(String octets) {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }
}
