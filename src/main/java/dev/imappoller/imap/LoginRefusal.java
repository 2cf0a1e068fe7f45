package dev.imappoller.imap;

import dev.imappoller.imap.Saying.Meaning;
import dev.imappoller.imap.Saying.Said;
import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Login;
import dev.imappoller.poller.Masking;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what it means that a server refused a login, and what may be shown of its words. */
final class LoginRefusal {
    private LoginRefusal() {}

    /** Not every NO means that the password is wrong; one that is taken for that is not tried again for long. */
    static Failure of(Poller poller, String text) {
        String refused = poller.host() + " refused the login of " + poller.username() + said(poller, text);
        return switch (Saying.of(text, Said.AT_LOGIN).map(Saying::meaning).orElse(Meaning.BAD_LOGIN)) {
            case BUSY -> ConnectFailures.throttled(poller, said(poller, text));
            case BROKEN ->
                new Failure(
                        PollerStatus.MAILBOX_ERROR,
                        refused
                                + ", by a trouble of its own. It is tried again at the next poll; if it lasts, ask the server's administrator.");
            case BAD_LOGIN -> new Failure(PollerStatus.AUTH_FAILED, refused + ". " + toCheck(poller) + ".");
        };
    }

    private static String toCheck(Poller poller) {
        return poller.login() instanceof Login.AccessToken
                ? "The access token is new, so check username, scope, and whether the token's owner may read this mailbox"
                : "Check username and password" + Providers.hint(poller.host());
    }

    /** Such words may repeat the login in any form, so only codes and sentences that are known are shown. */
    static String said(Poller poller, String text) {
        if (text.isBlank()) {
            return "";
        }
        String known = Stream.concat(
                        ResponseCode.in(text).map(code -> "[" + code.word() + "]").stream(),
                        Saying.shownOf(text).stream())
                .collect(Collectors.joining(" "));
        // A password may be one of our own words.
        boolean mayBeShown = !known.isEmpty()
                && Masking.ofLogin(poller).mask(known).filter(known::equals).isPresent();
        return mayBeShown ? " (it said: " + known + ")" : " (its words are not shown, since they may repeat the login)";
    }
}
