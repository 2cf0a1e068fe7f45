package dev.imappoller.message;

/** Splits a field into its value and its parameters, whatever is wrong with it (RFC 2045, section 5.1). */
final class ParameterScanner {
    private final String text;
    private final String value;
    private int at;
    private String name = "";
    private String parameter = "";

    ParameterScanner(String text) {
        this.text = text;
        skipBlanksAndComments(false);
        int from = at;
        while (at < text.length() && " \t;(".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String first = text.substring(from, at);
        if (first.indexOf('=') > 0) {
            // There is no value, only parameters.
            at = from;
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
        while (at < text.length()) {
            skipBlanksAndComments(true);
            int from = at;
            while (at < text.length() && "=;".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '=') {
                name = text.substring(from, at).strip();
                at++;
                parameter = scanParameter();
                return true;
            }
            at++;
        }
        return false;
    }

    private String scanParameter() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return scanQuoted();
        }
        int from = at;
        while (at < text.length() && text.charAt(at) != ';') {
            at++;
        }
        return text.substring(from, at).strip();
    }

    private String scanQuoted() {
        StringBuilder quoted = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            // QUIRK: Outlook writes Windows paths without doubling the backslash; only a quote or a backslash is
            // escaped.
            if (text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            quoted.append(text.charAt(at));
        }
        at++;
        return quoted.toString();
    }

    private void skipBlanksAndComments(boolean semicolons) {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0 && !isBlank(c) && !(semicolons && c == ';')) {
                return;
            }
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
