package dev.imappoller.start;

import io.smallrye.config.ConfigValidationException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** What people are told of a start that failed: which variable of the function's environment is wrong, why, and what to do. */
public final class FailedStart {
    /** Of variables with these in their names not even a part is shown. */
    private static final String[] SECRET = {"PASSWORD", "SECRET", "TOKEN", "KEY"};

    private FailedStart() {}

    /**
     * The words for the log and for Lambda.
     *
     * @param failure what ended the start
     * @param environment the function's
     */
    public static String words(Throwable failure, Map<String, String> environment) {
        String cause = cause(failure);
        String words = variable(cause, environment)
                .map(variable -> variable + " can't be used"
                        + (isSecret(variable) ? ". " : ": " + cause + (cause.endsWith(".") ? " " : ". "))
                        + "Correct it in the function's environment.")
                .orElse(cause);
        return "The function can't start: " + words;
    }

    /** The words that name one of the function's own variables, else those of what was at the root. */
    private static String cause(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && !isAboutVariable(message(reason))) {
            reason = reason.getCause();
        }
        return message(reason);
    }

    private static String message(Throwable reason) {
        String message = reason instanceof ConfigValidationException invalid && invalid.getProblemCount() > 0
                ? withoutClass(invalid.getProblem(0).getMessage())
                : reason.getMessage();
        return message == null || message.isBlank() ? reason.toString() : message;
    }

    private static String withoutClass(String message) {
        int end = message.indexOf(": ");
        return message.startsWith("java.") && end > 0 ? message.substring(end + 2) : message;
    }

    /** Whether it begins with a name such as POLLERS_TABLE. */
    private static boolean isAboutVariable(String message) {
        int end = message.indexOf(' ');
        String first = message.substring(0, Math.max(end, 0));
        return first.equals(variable(first)) && first.indexOf('_') > 0;
    }

    /** The variable that sets a property which the words name; the function's own variables are named as they are, and explained. */
    private static Optional<String> variable(String words, Map<String, String> environment) {
        StringTokenizer tokens = new StringTokenizer(words, " \t\r\n:;,()");
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            String variable = variable(token);
            if (token.indexOf('.') > 0 && environment.containsKey(variable)) {
                return Optional.of(variable);
            }
        }
        return Optional.empty();
    }

    /** As MicroProfile Config looks properties up in the environment. */
    private static String variable(String property) {
        StringBuilder variable = new StringBuilder(property.toUpperCase(Locale.ROOT));
        for (int i = 0; i < variable.length(); i++) {
            if (!Character.isLetterOrDigit(variable.charAt(i))) {
                variable.setCharAt(i, '_');
            }
        }
        return variable.toString();
    }

    private static boolean isSecret(String variable) {
        for (String word : SECRET) {
            if (variable.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
