package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.item.ItemAttribute.Group;
import dev.imappoller.poller.provider.OAuthPreset;
import dev.imappoller.poller.url.WebUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how an item says that the poller logs in: a password, a reference to one, or OAuth 2.0. */
final class LoginItem {
    /** Stands in for a login that is missing or bad, in an item that is then invalid as a whole. */
    private static final Login NONE = new Login.Password(new Secret(""));

    private static final WebUrl NOWHERE = WebUrl.parse("https://invalid/");

    private final Attributes item;
    private final Optional<OAuthPreset> preset;

    /** @param preset what the item's provider has for what its oauth map leaves out */
    LoginItem(Attributes item, Optional<OAuthPreset> preset) {
        this.item = item;
        this.preset = preset;
    }

    /** The one way that the item has; where it has none or several, that is a problem. */
    Login login() {
        List<ItemAttribute> ways = Stream.of(ItemAttribute.PASSWORD, ItemAttribute.PASSWORD_SECRET, ItemAttribute.OAUTH)
                .filter(item::has)
                .toList();
        if (ways.isEmpty()) {
            item.problem(
                    ItemAttribute.PASSWORD,
                    "is missing: " + ItemAttribute.PASSWORD.shape() + ", or else passwordSecret or oauth");
            return NONE;
        }
        if (ways.size() > 1) {
            item.problem(ways.get(1), "can't stand beside " + ways.get(0).attribute() + ": keep the one that is meant");
        }
        if (ways.get(0) == ItemAttribute.PASSWORD) {
            return password();
        }
        return ways.get(0) == ItemAttribute.PASSWORD_SECRET
                ? item.reference(ItemAttribute.PASSWORD_SECRET)
                        .<Login>map(Login.PasswordReference::new)
                        .orElse(NONE)
                : item.map(ItemAttribute.OAUTH).map(this::oauth).orElse(NONE);
    }

    private Login password() {
        String password = item.verbatim(ItemAttribute.PASSWORD).orElse("");
        if (password.isEmpty()) {
            item.problem(ItemAttribute.PASSWORD, "is empty: " + ItemAttribute.PASSWORD.shape());
        } else if (!isOneLine(password)) {
            item.problem(ItemAttribute.PASSWORD, "holds a line break");
        }
        return new Login.Password(new Secret(password));
    }

    /** False for what no server could be told as a password or token. */
    static boolean isOneLine(String secret) {
        return secret.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
    }

    private Login oauth(Attributes oauth) {
        oauth.names().stream()
                .filter(name -> ItemAttribute.called(name, Group.OAUTH).isEmpty())
                .sorted()
                .forEach(name -> oauth.problem(name, "is unknown: an oauth map has " + known()));
        Optional<SecretSource> clientSecret =
                source(oauth, ItemAttribute.CLIENT_SECRET, ItemAttribute.CLIENT_SECRET_REF);
        Optional<SecretSource> refreshToken =
                source(oauth, ItemAttribute.REFRESH_TOKEN, ItemAttribute.REFRESH_TOKEN_REF);
        boolean clientAlone = !oauth.has(ItemAttribute.REFRESH_TOKEN) && !oauth.has(ItemAttribute.REFRESH_TOKEN_REF);
        if (clientAlone && !oauth.has(ItemAttribute.CLIENT_SECRET) && !oauth.has(ItemAttribute.CLIENT_SECRET_REF)) {
            oauth.problem(
                    ItemAttribute.CLIENT_SECRET_REF,
                    "is missing: the client's secret, needed where there is no refresh token");
        }
        return new Login.OAuth(new OAuthGrant(
                tokenUrl(oauth),
                oauth.required(ItemAttribute.CLIENT_ID),
                clientSecret,
                oauth.has(ItemAttribute.SCOPE)
                        ? oauth.text(ItemAttribute.SCOPE)
                        : preset.map(
                                known -> clientAlone ? known.applicationScope().orElse(known.scope()) : known.scope()),
                refreshToken));
    }

    private static String known() {
        return Arrays.stream(ItemAttribute.values())
                .filter(attribute -> attribute.group() == Group.OAUTH)
                .map(ItemAttribute::attribute)
                .collect(Collectors.joining(", "));
    }

    /** What the map says itself, or else the provider's. */
    private WebUrl tokenUrl(Attributes oauth) {
        Optional<String> tenant = tenant(oauth);
        if (preset.isPresent() && !oauth.has(ItemAttribute.TOKEN_URL)) {
            return WebUrl.parse(preset.get().tokenUrl(tenant));
        }
        String url = oauth.required(ItemAttribute.TOKEN_URL);
        return url.isEmpty() ? NOWHERE : tokenUrl(oauth, url);
    }

    private Optional<String> tenant(Attributes oauth) {
        Optional<String> tenant = oauth.text(ItemAttribute.TENANT);
        if (tenant.isEmpty()) {
            return tenant;
        }
        if (oauth.has(ItemAttribute.TOKEN_URL)
                || preset.flatMap(OAuthPreset::tenant).isEmpty()) {
            oauth.problem(
                    ItemAttribute.TENANT,
                    "is for the provider microsoft365 without a tokenUrl, which has the tenant in it otherwise");
            return Optional.empty();
        }
        boolean plain =
                Characters.all(tenant.get(), 1, 255, c -> Characters.isAlphanumeric(c) || "-._".indexOf(c) >= 0);
        if (!plain || !Characters.isAlphanumeric(tenant.get().charAt(0))) {
            oauth.problem(ItemAttribute.TENANT, "must be " + ItemAttribute.TENANT.shape());
            return Optional.empty();
        }
        return tenant;
    }

    private static WebUrl tokenUrl(Attributes oauth, String url) {
        try {
            Target target = Target.parse(url);
            if (!target.url().isHttps()) {
                oauth.problem(
                        ItemAttribute.TOKEN_URL,
                        "must be https, whatever is allowed for url: secrets and tokens go there");
            }
            if (target.authorization().isPresent()) {
                oauth.problem(
                        ItemAttribute.TOKEN_URL,
                        "must not hold a user or password: they go into clientId and clientSecret");
            }
            return target.url();
        } catch (IllegalArgumentException e) {
            oauth.problem(ItemAttribute.TOKEN_URL, e.getMessage() + ": " + ItemAttribute.TOKEN_URL.shape());
            return NOWHERE;
        }
    }

    private static Optional<SecretSource> source(Attributes oauth, ItemAttribute given, ItemAttribute kept) {
        if (oauth.has(given) && oauth.has(kept)) {
            oauth.problem(kept, "can't stand beside " + given.attribute() + ": keep one of them");
        }
        Optional<SecretSource> reference = oauth.reference(kept).map(SecretSource.Kept::new);
        Optional<SecretSource> value = oauth.text(given).map(text -> new SecretSource.Given(new Secret(text)));
        return reference.or(() -> value);
    }
}
