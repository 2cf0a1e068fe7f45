package dev.imappoller.message.header;

import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;

/** Splits a field into its value and its parameters, whatever is wrong with it (RFC 2045, section 5.1). */
final class ParameterScanner {
    /** No value has any of these; some mailers separate parameters by a comma, or end the value with one, or with a colon. */
    private static final String ENDS_OF_VALUE = " \t;(,:";

    /** Longer than any comment: what is in parentheses beyond it is part of the value. */
    private static final int MAX_COMMENTS = 128;

    private final Cursor cursor;
    private final String value;
    private String name = "";
    private String parameter = "";

    ParameterScanner(String text, DecodingBudget budget) {
        this.cursor = new Cursor(text, budget);
        skipBlanksAndComments(false);
        int from = cursor.at();
        cursor.skip(c -> ENDS_OF_VALUE.indexOf(c) < 0);
        String first = cursor.since(from);
        if (first.indexOf('=') > 0) {
            // There is no value, only parameters.
            cursor.goTo(from);
            first = "";
        }
        this.value = first.replace("\"", "");
    }

    String value() {
        return value;
    }

    String name() {
        return name;
    }

    String parameter() {
        return parameter;
    }

    /** Goes on to the next parameter; false at the end. */
    boolean advance() {
        while (!cursor.atEnd()) {
            skipBlanksAndComments(true);
            int from = cursor.at();
            cursor.skip(c -> c != '=' && c != ';' && c != '(');
            String word = cursor.since(from).strip();
            skipBlanksAndComments(false);
            boolean found = cursor.here() == '=';
            if (found) {
                name = word;
            }
            if (found || cursor.here() == ';') {
                cursor.next();
            }
            if (found) {
                parameter = scanParameter();
                return true;
            }
        }
        return false;
    }

    private String scanParameter() {
        cursor.skip(ParameterScanner::isBlank);
        if (cursor.here() == '"') {
            return scanQuoted();
        }
        int from = cursor.at();
        cursor.skip(c -> c != ';' && !isBlank(c));
        String word = cursor.since(from);
        int end = cursor.at();
        if (onlyCommentsFollow()) {
            return word;
        }
        cursor.goTo(end);
        cursor.skip(c -> c != ';');
        return cursor.since(from).strip();
    }

    /** Whether there is nothing but comments up to the next parameter. */
    private boolean onlyCommentsFollow() {
        int depth = 0;
        for (int i = 0; i < MAX_COMMENTS && !cursor.atEnd(); i++) {
            int c = cursor.here();
            if (depth == 0 && c == ';') {
                return true;
            }
            if (depth == 0 && c != '(' && !isBlank(c)) {
                return false;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            cursor.next();
        }
        return cursor.atEnd() && depth == 0;
    }

    private String scanQuoted() {
        StringBuilder quoted = new StringBuilder();
        for (cursor.next(); !cursor.atEnd() && cursor.here() != '"'; cursor.next()) {
            // QUIRK: Outlook writes Windows paths without doubling the backslash; only a quote or a backslash is
            // escaped.
            if (cursor.here() == '\\' && (cursor.after() == '"' || cursor.after() == '\\')) {
                cursor.next();
            }
            quoted.append((char) cursor.here());
        }
        if (!cursor.atEnd()) {
            cursor.next();
        }
        return quoted.toString();
    }

    private void skipBlanksAndComments(boolean separators) {
        int depth = 0;
        while (!cursor.atEnd()) {
            int c = cursor.here();
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && !isBlank(c) && !(separators && ";,:".indexOf(c) >= 0)) {
                return;
            }
            cursor.next();
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
