package dev.imappoller.poller.wording;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is said where a mail server can't be connected to or logged in at, or where its connection is lost. {@code said} is what is shown of
 * the server's words, to follow a clause; {@code advice} is what to do, without a full stop.
 */
public final class ConnectionFailures {
    private ConnectionFailures() {}

    public static Failure unknownHost(Poller poller) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                "The host " + poller.host() + " has no address in the DNS. Check host for a typing error.");
    }

    /** @param reason of the target guard */
    public static Failure forbiddenHost(String reason) {
        return new Failure(PollerStatus.INVALID_CONFIG, "host can't be connected to: " + reason + ".");
    }

    public static Failure notConnected(Poller poller, String why) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                server(poller) + " could not be connected to (" + why
                        + "). Check host and port, and whether the server is up.");
    }

    /** @param connected whether it was the server that said nothing */
    public static Failure connectTimedOut(Poller poller, boolean connected) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                server(poller) + (connected ? " did not answer in time" : " could not be reached in time")
                        + ". Check host, port and ssl, and whether the server admits connections from AWS.");
    }

    public static Failure closedInsteadOfGreeting(Poller poller, String said) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                server(poller) + " closed the connection instead of a greeting" + said
                        + ". Check host, port and ssl: a TLS port needs ssl true.");
    }

    public static Failure noStartTls(Poller poller) {
        return new Failure(
                PollerStatus.TLS_FAILED,
                server(poller)
                        + " offers no STARTTLS, so the login would go in plain text. Set ssl to true with the server's TLS port"
                        + " (usually 993), or allowPlaintext to true if the network is yours.");
    }

    public static Failure unknownAuthority(Poller poller) {
        return badCertificate(poller, "it was issued by an authority that is not trusted; TRUSTED_CA_FILE can add one");
    }

    public static Failure badCertificate(Poller poller, String why) {
        return new Failure(
                PollerStatus.TLS_FAILED,
                "The certificate of " + server(poller) + " was not accepted: " + why
                        + ". Nothing was sent, not even the login.");
    }

    public static Failure silentInsteadOfTls(Poller poller) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                server(poller)
                        + " accepted the connection and then said nothing. Check port and ssl: a plain port needs ssl false.");
    }

    public static Failure noTls(Poller poller, String why) {
        return new Failure(
                PollerStatus.TLS_FAILED,
                "TLS with " + server(poller) + " failed: " + why
                        + ". Check port and ssl: a plain port needs ssl false.");
    }

    public static Failure closedInsteadOfTls(Poller poller) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                server(poller) + " closed the connection while TLS was set up. Check host, port and ssl.");
    }

    public static Failure noLoginByToken(Poller poller) {
        return new Failure(
                PollerStatus.AUTH_FAILED,
                poller.host() + " offers no login with an access token (OAUTHBEARER or XOAUTH2).");
    }

    /** @param aboutPasswords what the provider needs instead, to follow a sentence */
    public static Failure noLoginByPassword(Poller poller, String aboutPasswords) {
        return new Failure(
                PollerStatus.AUTH_FAILED, poller.host() + " offers no login with a password." + aboutPasswords);
    }

    /**
     * The login is taken for wrong.
     *
     * @param more what else is known, to follow a sentence
     * @param pause how long to wait, where that is known
     */
    public static Failure loginRefused(
            Poller poller, String said, String advice, String more, @Nullable Duration pause) {
        return new Failure(PollerStatus.AUTH_FAILED, refusedLogin(poller, said) + ". " + advice + "." + more, pause);
    }

    /** The server would not let anybody log in now, so the login may be right. */
    public static Failure noLoginNow(
            PollerStatus status, Poller poller, String said, String advice, @Nullable Duration pause) {
        return new Failure(status, refusedLogin(poller, said) + ", by a trouble of its own. " + advice + ".", pause);
    }

    private static String refusedLogin(Poller poller, String said) {
        return poller.host() + " refused the login of " + poller.username() + said;
    }

    /** @param limits those of the provider, to follow a sentence */
    public static Failure throttled(
            Poller poller, String said, String advice, String limits, @Nullable Duration pause) {
        return new Failure(
                PollerStatus.THROTTLED,
                poller.host() + " asks to come back later" + said + ". " + advice + "." + limits,
                pause);
    }

    /** What to do about a server that throttles, where nothing better is known; without a full stop. */
    public static String lessOften(Poller poller) {
        return "If it lasts, raise intervalMinutes, or close other clients of " + poller.username();
    }

    /** @param status what the server's words mean */
    public static Failure doesNotGoOn(
            PollerStatus status, Poller poller, String said, String advice, @Nullable Duration pause) {
        return new Failure(status, poller.host() + " does not go on" + said + ". " + advice + ".", pause);
    }

    /** @param when for example "during FETCH" */
    public static Failure timedOut(Poller poller, String when, String said) {
        return lost(poller, " did not answer in time ", when, said);
    }

    public static Failure closed(Poller poller, String when, String said) {
        return lost(poller, " closed the connection ", when, said);
    }

    private static Failure lost(Poller poller, String how, String when, String said) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                poller.host() + how + when + said + ". What was not marked as read is tried again at the next poll.");
    }

    public static Failure unreadable(Poller poller, String when, Throwable error) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " sent something that can't be read " + when + " ("
                        + error.getClass().getSimpleName() + "). It is tried again at the next poll.");
    }

    /** @param how it sent more than it may */
    public static Failure flooded(Poller poller, String how) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host() + " " + how + ", so the connection was closed. It is tried again at the next poll.");
    }

    public static Failure wrongLiteralLength(Poller poller) {
        return new Failure(
                PollerStatus.MAILBOX_ERROR,
                poller.host()
                        + " sent a message that is longer or shorter than it said itself, so nothing behind it could be read and"
                        + " the connection was closed. The others are tried again at the next poll, without it first.");
    }

    /** The run's time was up, and the connection was closed from this side. */
    public static Failure cut(Poller poller) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                poller.host()
                        + " was still not done when the run's time was up, so the connection was cut. What was not"
                        + " marked as read is tried again at the next poll.");
    }

    /** The same of an operation by hand. */
    public static Failure notDoneInTime(Poller poller) {
        return new Failure(PollerStatus.CONNECT_FAILED, poller.host() + " was still not done when the time was up.");
    }

    private static String server(Poller poller) {
        return poller.host() + " port " + poller.port();
    }
}
