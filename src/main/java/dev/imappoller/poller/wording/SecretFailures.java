package dev.imappoller.poller.wording;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;

/** What is said where a secret or an access token can't be had. */
public final class SecretFailures {
    private SecretFailures() {}

    /** @param prefix that the names of secrets must begin with */
    public static Failure outsidePrefix(SecretReference reference, String prefix) {
        return new Failure(
                PollerStatus.INVALID_CONFIG,
                "Correct this item: the secret " + reference
                        + " is none that the function may read. Its name must begin with " + prefix
                        + " (SECRET_PREFIX).");
    }

    /** @param why to follow a colon, without a full stop */
    public static Failure unusable(SecretReference reference, String why) {
        return new Failure(PollerStatus.SECRET_UNAVAILABLE, "The secret " + reference + " can't be used: " + why + ".");
    }

    /** @param why to follow a colon, without a full stop */
    public static Failure unusableKey(SecretReference reference, String why) {
        return new Failure(
                PollerStatus.SECRET_UNAVAILABLE, "The private key " + reference + " can't be used: " + why + ".");
    }

    /** @param why to follow "it" */
    public static Failure noSigningSecret(SecretReference reference, String why) {
        return new Failure(
                PollerStatus.SECRET_UNAVAILABLE, "The secret " + reference + " is no signing secret: it " + why + ".");
    }

    public static Failure refreshTokenInUse(SecretReference reference) {
        return new Failure(
                PollerStatus.SECRET_UNAVAILABLE,
                "Another run is just using the refresh token " + reference + ". It is tried again at the next poll.");
    }

    /** @param what happened, to follow the name of the endpoint */
    public static Failure forbiddenTokenUrl(String host, String what) {
        return new Failure(PollerStatus.INVALID_CONFIG, unanswered(host, what) + " Correct tokenUrl.");
    }

    public static Failure noTlsWithTokenEndpoint(String host, String what) {
        return new Failure(PollerStatus.TLS_FAILED, unanswered(host, what) + " Check tokenUrl.");
    }

    public static Failure noTokenAnswer(String host, String what) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                unanswered(host, what) + " It is tried again at the next poll; if it lasts, check tokenUrl.");
    }

    private static String unanswered(String host, String what) {
        return "The token endpoint " + host + " " + what + ".";
    }

    /** @param said what is shown of the answer, to follow a clause */
    public static Failure tokenEndpointInTrouble(String host, String said) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                "The token endpoint " + host + " is in trouble " + said + ". It is tried again at the next poll.");
    }

    public static Failure tokenEndpointThrottles(String host, String said) {
        return new Failure(
                PollerStatus.THROTTLED,
                "The token endpoint " + host + " asks to come back later " + said
                        + ". It is tried again at the next poll.");
    }

    /** @param advice in a sentence */
    public static Failure grantEnded(String host, String said, String advice) {
        return new Failure(PollerStatus.REAUTH_REQUIRED, noToken(host, said) + advice);
    }

    public static Failure clientRefused(String host, String said, String advice) {
        return new Failure(
                PollerStatus.AUTH_FAILED,
                noToken(host, said) + advice
                        + " It is asked again within 15 minutes, or when one of them has changed.");
    }

    public static Failure tokenRequestRefused(String host, String said, String advice) {
        return new Failure(PollerStatus.INVALID_CONFIG, noToken(host, said) + advice);
    }

    private static String noToken(String host, String said) {
        return "The token endpoint " + host + " gave no access token " + said + ". ";
    }

    /** What to do where an endpoint's words give no better advice. */
    public static String grantAgain() {
        return "Access has ended: grant it again with op authorize.";
    }

    public static String grantAgainByAdministrator() {
        return "Access has ended: let an administrator grant it once more.";
    }

    public static String checkClient() {
        return "Check clientId, the client's secret, which may have expired, and what the application is permitted.";
    }

    public static String correctScope() {
        return "Correct scope in oauth.";
    }

    public static String checkOAuth() {
        return "Check tokenUrl and the rest of oauth.";
    }
}
