package dev.imappoller.imap.answer;

import dev.imappoller.imap.answer.FetchAnswer.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.angus.mail.iap.ByteArray;
import org.jspecify.annotations.Nullable;

/** Reads the items of a FETCH (RFC 9051, section 9, msg-att) in one go, whatever stands between them. */
final class FetchScanner {
    private static final long MAX_UID = 0xffff_ffffL;

    /** In the place of a number that the server doesn't tell. */
    private static final long UNTOLD = -1;

    private final FetchTokens tokens;
    private final List<Piece> pieces = new ArrayList<>();
    private long number;
    private int depth;
    private boolean wantsName = true;
    private long uid = UNTOLD;
    private boolean twoUids;
    private @Nullable Boolean seen;
    private boolean deleted;
    private long size = UNTOLD;
    private @Nullable String date;

    private FetchScanner(FetchTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a response such as {@code * 7 FETCH (UID 9 FLAGS ())}.
     *
     * @param end where it ends, without its CRLF
     * @return empty if it is another one
     */
    static Optional<FetchScanner> read(byte[] octets, int end) {
        FetchTokens tokens = new FetchTokens(octets, 0, end);
        if (!tokens.take('*')) {
            return Optional.empty();
        }
        FetchScanner scanner = new FetchScanner(tokens);
        OptionalLong number = tokens.number();
        if (number.isEmpty() || !tokens.word("(").equalsIgnoreCase("FETCH")) {
            return Optional.empty();
        }
        scanner.number = number.getAsLong();
        scanner.items();
        return Optional.of(scanner);
    }

    /** The message's sequence number by now. */
    long number() {
        return number;
    }

    OptionalLong uid() {
        return twoUids ? OptionalLong.empty() : told(uid);
    }

    Optional<Boolean> seen() {
        return Optional.ofNullable(seen);
    }

    boolean deleted() {
        return deleted;
    }

    OptionalLong size() {
        return told(size);
    }

    Optional<String> date() {
        return Optional.ofNullable(date);
    }

    private static OptionalLong told(long number) {
        return number == UNTOLD ? OptionalLong.empty() : OptionalLong.of(number);
    }

    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    boolean isSound() {
        return tokens.isSound();
    }

    boolean isInStep() {
        return tokens.isInStep();
    }

    private void items() {
        if (tokens.next() != '(') {
            tokens.unsound();
        }
        do {
            token();
        } while (depth > 0 && !tokens.atEnd());
        if (depth != 0 || twoUids || tokens.next() == ')') {
            tokens.unsound();
        }
        while (tokens.next() == ')') {
            tokens.skipOctet();
        }
        if (!tokens.atEnd()) {
            tokens.strayed();
        }
    }

    private void token() {
        if (tokens.next() == '(') {
            value();
            tokens.skipOctet();
            depth++;
        } else if (tokens.next() == ')') {
            tokens.skipOctet();
            depth--;
            wantsName = wantsName || depth == 1;
        } else if (tokens.isString()) {
            value();
            tokens.string();
            wantsName = wantsName || depth == 1;
        } else {
            atom();
        }
    }

    /** A value that doesn't matter: it stands behind a name, or in another value. */
    private void value() {
        if (depth == 1 && wantsName) {
            tokens.unsound();
        }
    }

    /** The name of an item, or a value that doesn't matter. */
    private void atom() {
        String written = tokens.word("()\"[{");
        String name = written.toUpperCase(Locale.ROOT);
        boolean whole = tokens.emptySection() && (name.equals("BODY") || name.equals("BODY.PEEK"));
        long origin = tokens.origin().orElse(UNTOLD);
        if (whole || name.equals("RFC822") || isKnown(name)) {
            if (depth != 1) {
                tokens.unsound(); // A list before it was not closed.
            }
            read(name, origin);
            wantsName = true;
        } else if (depth == 1) {
            if (wantsName && !isName(written)) {
                tokens.strayed();
            }
            wantsName = !wantsName;
        }
    }

    /** Whether it looks like the name of an item, which servers write in capitals, and not like text. */
    private static boolean isName(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0)
                && Character.isLetter(word.charAt(0));
    }

    private static boolean isKnown(String name) {
        return switch (name) {
            case "UID", "FLAGS", "RFC822.SIZE", "INTERNALDATE" -> true;
            default -> false;
        };
    }

    private void read(String name, long origin) {
        switch (name) {
            case "UID" -> uid(tokens.number().orElse(UNTOLD));
            case "FLAGS" -> flags();
            case "RFC822.SIZE" -> size = tokens.number().orElse(UNTOLD);
            case "INTERNALDATE" -> date = tokens.text().orElse(null);
            default -> piece(origin);
        }
    }

    private void uid(long said) {
        if (said <= 0 || said > MAX_UID) {
            tokens.unsound();
            return;
        }
        twoUids = twoUids || uid != UNTOLD && uid != said;
        uid = said;
    }

    /** Flags are compared as a whole (RFC 9051, section 2.3.2): there are more that begin like this one. */
    private void flags() {
        seen = Boolean.TRUE.equals(seen);
        if (tokens.next() == '(') {
            tokens.skipOctet();
            while (!tokens.atEnd() && tokens.next() != ')' && !tokens.isLiteral()) {
                String flag = tokens.word("()");
                flag(flag);
                if (flag.isEmpty()) {
                    tokens.unsound();
                    tokens.skipOctet();
                }
            }
            if (!tokens.take(')')) {
                tokens.unsound();
            }
        } else {
            tokens.text().ifPresent(this::flag);
        }
    }

    private void flag(String name) {
        seen = Boolean.TRUE.equals(seen) || name.equalsIgnoreCase("\\Seen");
        deleted = deleted || name.equalsIgnoreCase("\\Deleted");
    }

    private void piece(long origin) {
        if (tokens.isString()) {
            Optional<ByteArray> value = tokens.string();
            value.ifPresent(octets -> pieces.add(new Piece(told(origin), value)));
        } else if (tokens.word("()\"{").equalsIgnoreCase("NIL")) {
            pieces.add(new Piece(told(origin), Optional.empty()));
        } else {
            tokens.unsound();
        }
    }
}
