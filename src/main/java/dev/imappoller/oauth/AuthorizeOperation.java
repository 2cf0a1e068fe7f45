package dev.imappoller.oauth;

import dev.imappoller.poller.item.Poller;
import org.jspecify.annotations.Nullable;

/** Op authorize, by either way. */
public final class AuthorizeOperation {
    private final AuthorizeByBrowser byBrowser;
    private final AuthorizeByDevice byDevice;

    public AuthorizeOperation(AuthorizeByBrowser byBrowser, AuthorizeByDevice byDevice) {
        this.byBrowser = byBrowser;
        this.byDevice = byDevice;
    }

    /**
     * Begins, or goes on with what was begun.
     *
     * @param answer the address that a browser ended at; null to begin
     * @param device whether a code is typed on another device instead
     */
    public AuthorizeResult proceed(Poller poller, @Nullable String answer, boolean device) {
        if (device) {
            return byDevice.proceed(poller);
        }
        return answer == null ? byBrowser.begin(poller) : byBrowser.answer(poller, answer);
    }
}
