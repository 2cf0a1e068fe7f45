package dev.imappoller.imap.inflow;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ResponseInputStream;

/**
 * Reads responses in the place of Angus Mail's reader, which takes lines and literals of any length. QUIRK: some servers end lines with LF
 * alone, have tabs in the place of spaces, or announce a literal as {@code {5+}}; others end words of theirs with braces.
 */
final class ResponseReader extends ResponseInputStream {
    /** A literal up to this size, which is a chunk and what some servers add to it, is taken without asking for room. */
    private static final int AT_ONCE = 1024 * 1024 + 64 * 1024;

    /** A list of UIDs is handed on in pieces, each of them a response, so that it takes up no memory as text. */
    private static final int PIECE = 32 * 1024;

    /** The braces and digits that announce a literal: looking for them any further back would go over all literals before. */
    private static final int LONGEST_LENGTH = 24;

    private static final String NUMBERS = "* SEARCH ";
    private static final String SETS = "* ESEARCH ";
    private static final Set<String> STATUS = Set.of("OK", "NO", "BAD", "BYE", "PREAUTH");
    private static final byte[] NOTHING = {};

    private final Source source;
    private final ResponseLimit allowance;
    private final LargeAnswerReserve.Share share;
    private final byte[] ahead = new byte[16 * 1024];
    private int next;
    private int end;
    private byte[] carried = NOTHING;

    // Of the response that is being read.
    private byte[] octets = NOTHING;
    private int count;
    private int literals;

    /** Where octets come from. */
    @FunctionalInterface
    interface Source {
        /** As {@link InputStream#read(byte[], int, int)}. */
        int read(byte[] buffer, int from, int length) throws IOException;
    }

    ResponseReader(Source source, ResponseLimit allowance, LargeAnswerReserve reserve) {
        super(InputStream.nullInputStream());
        this.source = source;
        this.allowance = allowance;
        this.share = new LargeAnswerReserve.Share(reserve);
    }

    /** Gives back the memory of the last response, which nobody uses any more. */
    void release() {
        share.giveAll();
    }

    /** @param reused is not used: each response keeps its octets */
    @Override
    public ByteArray readResponse(ByteArray reused) throws IOException {
        release();
        try {
            return read();
        } catch (IOException e) {
            octets = NOTHING;
            release();
            throw e;
        }
    }

    private ByteArray read() throws IOException {
        begin();
        boolean again = true;
        boolean text = false;
        int line = 0;
        while (again) {
            boolean whole = readLine();
            if (line == 0) {
                text = isText();
                spaces();
            }
            again = whole && !text && readLiteral();
            line = count;
        }
        end();
        allowance.take(count - literals, literals);
        ByteArray response = new ByteArray(octets, 0, count);
        octets = NOTHING;
        return response;
    }

    private void begin() {
        octets = carried.length == 0 ? new byte[128] : Arrays.copyOf(carried, carried.length + PIECE);
        count = carried.length;
        literals = 0;
        carried = NOTHING;
    }

    private void end() {
        room(2);
        octets[count++] = '\r';
        octets[count++] = '\n';
    }

    /** Reads to the end of a line that is not empty, without it; false where it ends before, after a piece of a long list. */
    private boolean readLine() throws IOException {
        while (true) {
            if (next == end) {
                fill();
            }
            int from = next;
            while (next < end && ahead[next] != '\n') {
                next++;
            }
            append(from, next);
            if (next < end) {
                next++;
                while (count > 0 && octets[count - 1] == '\r') {
                    count--;
                }
                if (count > 0) {
                    return true;
                }
                allowance.take(1, 0); // A line of nothing.
            } else if (count > PIECE && carry()) {
                return false;
            }
        }
    }

    private void append(int from, int to) throws IOException {
        if (count - literals + (to - from) > ResponseLimit.LINE) {
            throw new FloodException("sent a line of more than " + ResponseLimit.LINE / 1024 + " KiB");
        }
        room(to - from);
        System.arraycopy(ahead, from, octets, count, to - from);
        count += to - from;
    }

    private void room(int more) {
        if (count + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(count + more + 16, count + Math.min(count, PIECE)));
        }
    }

    private void fill() throws IOException {
        end = readSome(ahead, 0, ahead.length);
        next = 0;
    }

    private int readSome(byte[] buffer, int from, int length) throws IOException {
        int read = source.read(buffer, from, length);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        return read;
    }

    /** Cuts a list of UIDs between two of them; the rest begins the next response. False if it is no such list. */
    private boolean carry() {
        boolean numbers = begins(NUMBERS);
        if (literals > 0 || !numbers && !begins(SETS)) {
            return false;
        }
        int cut = last(numbers ? " \t," : ",", count);
        int head = numbers ? NUMBERS.length() : last(" \t", count) + 1;
        if (cut <= head) {
            return false;
        }
        carried = new byte[head + count - cut - 1];
        System.arraycopy(octets, 0, carried, 0, head);
        System.arraycopy(octets, cut + 1, carried, head, count - cut - 1);
        count = cut;
        return true;
    }

    private int last(String separators, int before) {
        int i = before - 1;
        while (i > 0 && separators.indexOf(octets[i]) < 0) {
            i--;
        }
        return i;
    }

    private boolean begins(String word) {
        return count >= word.length()
                && new String(octets, 0, word.length(), StandardCharsets.ISO_8859_1)
                        .replace('\t', ' ')
                        .equalsIgnoreCase(word);
    }

    /** Whether a line is for people, where braces are no literal: a continuation, or a status response (RFC 9051, section 7.1). */
    private boolean isText() {
        if (octets[0] == '+') {
            return true;
        }
        String beginning = new String(octets, 0, Math.min(count, 64), StandardCharsets.ISO_8859_1);
        StringTokenizer words = new StringTokenizer(beginning, " \t");
        return words.countTokens() > 1
                && !words.nextToken().isEmpty()
                && STATUS.contains(words.nextToken().toUpperCase(Locale.ROOT));
    }

    private boolean isFetch() {
        StringTokenizer words =
                new StringTokenizer(new String(octets, 0, Math.min(count, 64), StandardCharsets.ISO_8859_1), " ");
        return words.countTokens() > 2
                && words.nextToken().equals("*")
                && !words.nextToken().isEmpty()
                && words.nextToken().toUpperCase(Locale.ROOT).startsWith("FETCH");
    }

    /** Makes spaces of the tabs between the first words, which is as far as Angus Mail has to find its way. */
    private void spaces() {
        int words = 0;
        for (int i = 0; i < count && words < 3; i++) {
            if (octets[i] == '\t') {
                octets[i] = ' ';
            }
            words += octets[i] == ' ' && i > 0 && octets[i - 1] != ' ' ? 1 : 0;
        }
    }

    /** Reads the literal that a line announces at its end; false if there is none. */
    private boolean readLiteral() throws IOException {
        int open = count - 1;
        while (open > 0 && count - open <= LONGEST_LENGTH && octets[open] != '{') {
            open--;
        }
        if (octets[count - 1] != '}' || octets[open] != '{') {
            return false;
        }
        String length = new String(octets, open + 1, count - open - 2, StandardCharsets.ISO_8859_1);
        String digits = length.endsWith("+") ? length.substring(0, length.length() - 1) : length;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int most = isFetch() ? ResponseLimit.LITERALS : AT_ONCE; // Only messages are large.
        if (digits.length() > 9 || Integer.parseInt(digits) > most - literals) {
            throw new FloodException("announced a literal of " + digits + " octets");
        }
        count = open + 1;
        room(digits.length() + 3);
        for (char c : (digits + "}\r\n").toCharArray()) {
            octets[count++] = (byte) c;
        }
        readOctets(Integer.parseInt(digits));
        return true;
    }

    private void readOctets(int length) throws IOException {
        literals += length;
        for (int left = length; left > 0; ) {
            literalRoom(left);
            int some = Math.min(left, octets.length - count);
            if (next == end && some < ahead.length) {
                fill();
            }
            if (next == end) {
                some = readSome(octets, count, some);
            } else {
                some = Math.min(some, end - next);
                System.arraycopy(ahead, next, octets, count, some);
                next += some;
            }
            count += some;
            left -= some;
        }
    }

    /**
     * A large literal takes memory from the reserve, and only once that many octets have arrived: an announcement alone gets none. Then it
     * takes all of it at once, with the rest of the response, since each step of growing would need as much again for a moment.
     */
    private void literalRoom(int left) throws IOException {
        if (count < octets.length) {
            return;
        }
        int grown = count + left + 16;
        if (grown > AT_ONCE) {
            grown = count < AT_ONCE ? AT_ONCE : grown + ResponseLimit.LINE + PIECE;
        }
        int before = octets.length;
        if (grown > AT_ONCE) {
            share.take(grown); // Until it is copied, both are there.
        }
        octets = Arrays.copyOf(octets, grown);
        if (grown > AT_ONCE) {
            share.give(before);
        }
    }
}
