package dev.imappoller.alert;

import static dev.imappoller.poller.status.Phrases.messages;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What an alert says; nothing of what a message says.
 *
 * @param title one line
 * @param happened what happened, and what to do
 * @param since when it was first noticed
 * @param command shows more
 * @param type what programs know it by, such as {@code poller.failing}
 * @param whatToDo in a sentence
 */
record AlertText(
        String pollerId,
        String title,
        String happened,
        String since,
        String command,
        String type,
        PollerStatus status,
        String whatToDo) {

    /**
     * The words of an alert.
     *
     * @param cleared whether it is that it works again
     * @param since when what is said was first noticed
     * @param function the Lambda function's name
     */
    static AlertText of(
            AlertKind kind, boolean cleared, PollerEntry entry, Outcome outcome, Instant since, String function) {
        String title = switch (kind) {
            case POLLER_FAILING -> cleared ? "works again" : "fails: " + outcome.status();
            case ENDPOINT_FAILING -> cleared ? "delivers again" : "can't deliver: the web app fails";
            case REJECTED -> "had messages rejected, now marked as read";
            case PARKED -> "has messages that are not tried any more";
            case TOO_LARGE -> "has messages that are too large";
        };
        return new AlertText(
                entry.pollerId(),
                "Poller " + oneLine(entry.pollerId()) + " " + title,
                happened(kind, outcome),
                since.truncatedTo(ChronoUnit.SECONDS).toString(),
                command(kind, entry.pollerId(), function),
                type(kind, cleared),
                outcome.status(),
                whatToDo(kind, cleared));
    }

    private static String type(AlertKind kind, boolean cleared) {
        return switch (kind) {
            case POLLER_FAILING -> cleared ? "poller.recovered" : "poller.failing";
            case ENDPOINT_FAILING -> cleared ? "endpoint.recovered" : "endpoint.failing";
            case REJECTED -> "message.rejected";
            case PARKED -> "message.parked";
            case TOO_LARGE -> "message.too_large";
        };
    }

    private static String whatToDo(AlertKind kind, boolean cleared) {
        if (cleared) {
            return "Nothing.";
        }
        return switch (kind) {
            case POLLER_FAILING -> "Do what detail says; command checks the poller step by step.";
            case ENDPOINT_FAILING -> "Look at the web app. The messages wait unread, and are posted once it answers.";
            case REJECTED ->
                "If that is not meant, correct url or retryStatuses, then op redeliver with \"rejected\":true.";
            case PARKED -> "List them by command, then op retry tries them again, and op skip gives one up.";
            case TOO_LARGE -> "Raise maxMessageBytes, or give them up by op skip.";
        };
    }

    /** What an outcome says of the pass is what is said of a poller; of single messages it may say nothing, or other things first. */
    private static String happened(AlertKind kind, Outcome outcome) {
        return switch (kind) {
            case POLLER_FAILING, ENDPOINT_FAILING -> outcome.detail();
            case REJECTED ->
                messages(outcome.counts().rejected())
                        + " got a 4xx from the web app, which marks a message as read, and"
                        + " will not be posted again. If that is not meant, correct url (or add the status to"
                        + " retryStatuses), and have them delivered again by op redeliver with \"rejected\":true. The last pass: "
                        + outcome.detail();
            case PARKED ->
                messages(outcome.counts().parked() + outcome.measurements().newlyParked())
                        + " failed as often as maxAttempts allows, stay"
                        + " unread and will not be tried again by themselves. The command below lists them; then op retry"
                        + " has them tried again, and op skip marks one as read. The last pass: " + outcome.detail();
            case TOO_LARGE ->
                messages(outcome.counts().tooLarge())
                        + " too large (above maxMessageBytes), left unread. Raise it to have them"
                        + " delivered, or have one left out by op skip. The last pass: " + outcome.detail();
        };
    }

    private static String command(AlertKind kind, String pollerId, String function) {
        String op = switch (kind) {
            case POLLER_FAILING -> "check";
            case ENDPOINT_FAILING, REJECTED, PARKED, TOO_LARGE -> "failed";
        };
        String id = pollerId.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "'\\''");
        return "aws lambda invoke --function-name " + function
                + " --cli-read-timeout 0 --cli-binary-format raw-in-base64-out --payload '{\"op\":\"" + op
                + "\",\"pollerId\":\"" + id
                + "\"}' /dev/stdout";
    }

    /** A subject must not begin another header field (RFC 5322, section 2.2). */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
