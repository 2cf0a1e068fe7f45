package dev.imappoller.poller;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads how an item says that the poller logs in: a password, a reference to one, or OAuth 2.0. */
final class LoginItem {
    private static final Set<String> OAUTH_ATTRIBUTES = Set.of(
            "tokenUrl", "clientId", "clientSecret", "clientSecretRef", "scope", "refreshToken", "refreshTokenRef");
    private static final String OAUTH =
            "must be a map (M): tokenUrl, clientId, clientSecret or clientSecretRef, scope, and"
                    + " refreshToken or refreshTokenRef where a person has granted access";

    /** Stands in for a login that is missing or bad, in an item that is then invalid as a whole. */
    private static final Login NONE = new Login.Password(new Secret(""));

    private static final URI NOWHERE = URI.create("https://invalid/");

    private final Attributes item;

    LoginItem(Attributes item) {
        this.item = item;
    }

    /** The one way that the item has; where it has none or several, that is a problem. */
    Login login() {
        List<String> ways = Stream.of("password", "passwordSecret", "oauth")
                .filter(item::has)
                .toList();
        if (ways.isEmpty()) {
            item.problem(
                    "password", "is missing: the account's password or app password, or else passwordSecret or oauth");
            return NONE;
        }
        if (ways.size() > 1) {
            item.problem(ways.get(1), "can't stand beside " + ways.get(0) + ": keep the one that is meant");
        }
        return switch (ways.get(0)) {
            case "password" -> password();
            case "passwordSecret" ->
                item.reference("passwordSecret")
                        .<Login>map(Login.PasswordReference::new)
                        .orElse(NONE);
            default -> item.map("oauth", OAUTH).map(LoginItem::oauth).orElse(NONE);
        };
    }

    private Login password() {
        String password = item.verbatim("password", "the account's password").orElse("");
        if (password.isEmpty()) {
            item.problem("password", "is empty: the account's password or app password");
        } else if (!isOneLine(password)) {
            item.problem("password", "holds a line break");
        }
        return new Login.Password(new Secret(password));
    }

    /** False for what no server could be told as a password or token. */
    static boolean isOneLine(String secret) {
        return secret.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
    }

    private static Login oauth(Attributes oauth) {
        oauth.names().stream()
                .filter(name -> !OAUTH_ATTRIBUTES.contains(name))
                .sorted()
                .forEach(name -> oauth.problem(
                        name,
                        "is unknown: an oauth map has "
                                + String.join(
                                        ", ", OAUTH_ATTRIBUTES.stream().sorted().toList())));
        Optional<SecretSource> clientSecret = source(oauth, "clientSecret", "clientSecretRef");
        Optional<SecretSource> refreshToken = source(oauth, "refreshToken", "refreshTokenRef");
        boolean clientAlone = !oauth.has("refreshToken") && !oauth.has("refreshTokenRef");
        if (clientAlone && !oauth.has("clientSecret") && !oauth.has("clientSecretRef")) {
            oauth.problem("clientSecretRef", "is missing: the client's secret, needed where there is no refresh token");
        }
        return new Login.OAuth(new OAuthGrant(
                tokenUrl(oauth),
                oauth.required("clientId", "the application's id"),
                clientSecret,
                oauth.text("scope", "such as https://outlook.office365.com/.default"),
                refreshToken));
    }

    private static URI tokenUrl(Attributes oauth) {
        String example = "the token endpoint, such as https://oauth2.googleapis.com/token";
        String url = oauth.required("tokenUrl", example);
        if (url.isEmpty()) {
            return NOWHERE;
        }
        try {
            Target target = Target.parse(url);
            if (target.authorization().isPresent()) {
                oauth.problem("tokenUrl", "must not hold a user or password: they go into clientId and clientSecret");
            }
            return target.uri();
        } catch (IllegalArgumentException e) {
            oauth.problem("tokenUrl", e.getMessage() + ": " + example);
            return NOWHERE;
        }
    }

    private static Optional<SecretSource> source(Attributes oauth, String given, String kept) {
        if (oauth.has(given) && oauth.has(kept)) {
            oauth.problem(kept, "can't stand beside " + given + ": keep one of them");
        }
        Optional<SecretSource> reference = oauth.reference(kept).map(SecretSource.Kept::new);
        Optional<SecretSource> value =
                oauth.text(given, "a secret").map(text -> new SecretSource.Given(new Secret(text)));
        return reference.or(() -> value);
    }
}
