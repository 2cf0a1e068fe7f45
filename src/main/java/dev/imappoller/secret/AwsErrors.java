package dev.imappoller.secret;

import dev.imappoller.secret.FetchedSecret.Reason;
import dev.imappoller.secret.FetchedSecret.Unavailable;
import java.net.SocketTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what an error of the AWS SDK means, by its kind and code; its text may repeat what was sent. */
final class AwsErrors {
    private AwsErrors() {}

    static Unavailable of(SdkException e) {
        if (e instanceof AwsServiceException service) {
            return of(service);
        }
        boolean late = e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException;
        for (Throwable cause = e; cause != null && !late; cause = cause.getCause()) {
            late = cause instanceof SocketTimeoutException;
        }
        return new Unavailable(late ? Reason.TIMED_OUT : Reason.UNREACHABLE);
    }

    private static Unavailable of(AwsServiceException e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "HTTP " + e.statusCode()
                : e.awsErrorDetails().errorCode();
        Reason reason = switch (code) {
            case "ResourceNotFoundException", "ParameterNotFound" -> Reason.NOT_FOUND;
            case "AccessDeniedException",
                    "AccessDenied",
                    "DecryptionFailure",
                    "InvalidKeyId",
                    "KMSAccessDeniedException" -> Reason.DENIED;
            case "InvalidRequestException" -> Reason.DELETED;
            default -> otherwise(e);
        };
        return new Unavailable(reason, code);
    }

    private static Reason otherwise(AwsServiceException e) {
        if (e.isThrottlingException()) {
            return Reason.THROTTLED;
        }
        return e.statusCode() >= 500 ? Reason.UNREACHABLE : Reason.REFUSED;
    }
}
