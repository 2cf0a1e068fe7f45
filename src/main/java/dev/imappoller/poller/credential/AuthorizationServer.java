package dev.imappoller.poller.credential;

import dev.imappoller.poller.url.WebUrl;
import java.util.Optional;

/**
 * Where a person grants access.
 *
 * @param authorizationUrl the page for browsers (RFC 6749, section 3.1), its query as far as it is always the same; empty where it is not known
 * @param deviceUrl where a code to be typed elsewhere is got (RFC 8628, section 3.1); empty where there is none
 * @param redirectUri where the browser ends, as it is registered for the client
 */
public record AuthorizationServer(Optional<WebUrl> authorizationUrl, Optional<WebUrl> deviceUrl, String redirectUri) {}
