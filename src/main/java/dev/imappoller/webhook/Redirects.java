package dev.imappoller.webhook;

import dev.imappoller.poller.url.WebUrl;
import java.util.Optional;

/** Reads redirects (RFC 9110, section 15.4) that answered a request to this URL. */
record Redirects(WebUrl from) {

    /** True for the codes after which the same POST is sent to the new place. A browser would make a GET of some. */
    static boolean keepsMethod(int status) {
        return status == 301 || status == 302 || status == 307 || status == 308;
    }

    /** Where a {@code Location} leads; empty if it is no http or https URL. User info in it is left out. */
    Optional<WebUrl> target(String location) {
        try {
            return Optional.of(from.resolve(location));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
