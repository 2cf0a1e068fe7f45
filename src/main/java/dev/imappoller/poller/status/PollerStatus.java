package dev.imappoller.poller.status;

/** The state of a poller after its last pass, as the item's {@code status} says it. */
public enum PollerStatus {
    OK,
    AUTH_FAILED,
    REAUTH_REQUIRED,
    CONNECT_FAILED,
    TLS_FAILED,
    FOLDER_NOT_FOUND,
    FOLDER_READ_ONLY,
    THROTTLED,
    MAILBOX_ERROR,
    ENDPOINT_FAILING,
    STORE_FAILING,
    INVALID_CONFIG,
    SECRET_UNAVAILABLE,
    INTERNAL_ERROR;

    /** Whether nobody but a person can mend it, by a password that is right or a new grant of access. */
    public boolean isLoginRefused() {
        return switch (this) {
            case AUTH_FAILED, REAUTH_REQUIRED -> true;
            case OK,
                    CONNECT_FAILED,
                    TLS_FAILED,
                    FOLDER_NOT_FOUND,
                    FOLDER_READ_ONLY,
                    THROTTLED,
                    MAILBOX_ERROR,
                    ENDPOINT_FAILING,
                    STORE_FAILING,
                    INVALID_CONFIG,
                    SECRET_UNAVAILABLE,
                    INTERNAL_ERROR -> false;
        };
    }
}
