package dev.imappoller.message;

/** Splits a field into its value and its parameters, whatever is wrong with it (RFC 2045, section 5.1). */
final class ParameterScanner {
    private final Cursor cursor;
    private final String value;
    private String name = "";
    private String parameter = "";

    ParameterScanner(String text, DecodingBudget budget) {
        this.cursor = new Cursor(text, budget);
        skipBlanksAndComments(false);
        int from = cursor.at();
        cursor.skip(c -> " \t;(".indexOf(c) < 0);
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
            cursor.skip(c -> c != '=' && c != ';');
            boolean found = cursor.here() == '=';
            if (found) {
                name = cursor.since(from).strip();
            }
            if (!cursor.atEnd()) {
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
        cursor.skip(c -> c != ';');
        return cursor.since(from).strip();
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

    private void skipBlanksAndComments(boolean semicolons) {
        int depth = 0;
        while (!cursor.atEnd()) {
            int c = cursor.here();
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && !isBlank(c) && !(semicolons && c == ';')) {
                return;
            }
            cursor.next();
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
