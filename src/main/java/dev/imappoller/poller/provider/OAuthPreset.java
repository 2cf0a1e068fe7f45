package dev.imappoller.poller.provider;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a provider gives access tokens (RFC 6749), and what is to be asked for. */
public enum OAuthPreset {
    GOOGLE(
            "https://oauth2.googleapis.com/token",
            // Without these two there is no refresh token, or none the second time.
            "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent",
            "https://mail.google.com/"),
    MICROSOFT("organizations", "https://outlook.office365.com/.default"),
    MICROSOFT_PERSONAL("consumers", ""),
    // The following as Thunderbird has them (mozilla/releases-comm-central, OAuth2Providers.sys.mjs).
    YAHOO("https://api.login.yahoo.com/oauth2/get_token", "https://api.login.yahoo.com/oauth2/request_auth", "mail-w"),
    AOL("https://api.login.aol.com/oauth2/get_token", "https://api.login.aol.com/oauth2/request_auth", "mail-w"),
    FASTMAIL(
            "https://api.fastmail.com/oauth/refresh",
            "https://api.fastmail.com/oauth/authorize",
            "https://www.fastmail.com/dev/protocol-imap"),
    YANDEX("https://oauth.yandex.com/token", "https://oauth.yandex.com/authorize", "mail:imap_full"),
    MAIL_RU("https://o2.mail.ru/token", "https://o2.mail.ru/login", "mail.imap");

    /** Where the browser ends unless another is registered: nobody serves it (RFC 8252, section 7.3). */
    public static final String LOOPBACK = "http://127.0.0.1";

    /** Stands for the organization in {@link #tokenUrl()}. */
    private static final String TENANT = "{tenant}";

    private final String tokenUrl;
    private final String authorizationUrl;
    private final String scope;
    private final String applicationScope;
    private final String tenant;

    OAuthPreset(String tokenUrl, String authorizationUrl, String scope) {
        this.tokenUrl = tokenUrl;
        this.authorizationUrl = authorizationUrl;
        this.scope = scope;
        this.applicationScope = "";
        this.tenant = "";
    }

    /** Microsoft's. */
    OAuthPreset(String tenant, String applicationScope) {
        String base = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/";
        this.tokenUrl = base + "token";
        this.authorizationUrl = base + "authorize";
        this.scope = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access";
        this.applicationScope = applicationScope;
        this.tenant = tenant;
    }

    /** Who is asked where an item names no organization; empty where none is told from another. */
    public Optional<String> tenant() {
        return Optional.of(tenant).filter(any -> !any.isEmpty());
    }

    /** The token endpoint, with {@code {tenant}} in the place of the organization. */
    public String tokenUrl() {
        return tokenUrl;
    }

    /** The token endpoint for an organization, or else for those that {@link #tenant()} stands for. */
    public String tokenUrl(@Nullable String named) {
        return tokenUrl.replace(TENANT, named == null ? tenant : named);
    }

    /** The page that people grant access on, in the same way. */
    public String authorizationUrl(@Nullable String named) {
        return authorizationUrl.replace(TENANT, named == null ? tenant : named);
    }

    /** Where a code to be typed elsewhere is got (RFC 8628), in the same way; empty where there is no such thing for mail. */
    public Optional<String> deviceAuthorizationUrl(@Nullable String named) {
        return tenant().map(any -> authorizationUrl(named).replace("/authorize", "/devicecode"));
    }

    /** Where the browser ends: Microsoft registers a loopback address by this name alone, and takes any port. */
    public String redirectUri() {
        return tenant().isPresent() ? "http://localhost" : LOOPBACK;
    }

    /** Of a token that a person grants. */
    public String scope() {
        return scope;
    }

    /** Of one that an application gets for itself (client credentials); empty where that is not possible. */
    public Optional<String> applicationScope() {
        return Optional.of(applicationScope).filter(any -> !any.isEmpty());
    }
}
