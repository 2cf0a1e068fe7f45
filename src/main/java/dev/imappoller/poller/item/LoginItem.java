package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.provider.OAuthPreset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how an item says that the poller logs in: a password, a reference to one, or OAuth 2.0. */
final class LoginItem {
    /** Stands in for a login that is missing or bad, in an item that is then invalid as a whole. */
    private static final Login NONE = new Login.Password(new Secret(""));

    private final Attributes item;
    private final @Nullable OAuthPreset preset;
    private final String username;

    /** @param preset what the item's provider has for what its oauth map leaves out */
    LoginItem(Attributes item, @Nullable OAuthPreset preset, String username) {
        this.item = item;
        this.preset = preset;
        this.username = username;
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
        return new OAuthItem(oauth, preset, username)
                .grant()
                .<Login>map(Login.OAuth::new)
                .orElse(NONE);
    }
}
