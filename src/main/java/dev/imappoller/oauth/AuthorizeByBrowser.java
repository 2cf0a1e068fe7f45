package dev.imappoller.oauth;

import dev.imappoller.oauth.AuthorizeResult.Failed;
import dev.imappoller.oauth.AuthorizeResult.ToOpen;
import dev.imappoller.oauth.PastedAnswer.NoAnswerException;
import dev.imappoller.oauth.PendingAuthorizations.ByBrowser;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.url.WebUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Op authorize: has a person grant access (RFC 6749, section 4.1, with RFC 7636 and RFC 8252), and keeps the refresh token. The browser ends
 * at a loopback address that nobody serves; the person pastes it.
 */
public final class AuthorizeByBrowser {
    /** How long a person may take. */
    private static final Duration LASTS = Duration.ofMinutes(10);

    /** Of state and verifier, in octets: too many to be guessed. */
    private static final int RANDOM_OCTETS = 32;

    private final Exchanges exchanges;
    private final PendingAuthorizations authorizations;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random nobody can tell its numbers beforehand */
    public AuthorizeByBrowser(
            Exchanges exchanges, PendingAuthorizations authorizations, RandomGenerator random, Clock clock) {
        this.exchanges = exchanges;
        this.authorizations = authorizations;
        this.random = random;
        this.clock = clock;
    }

    /** Answers with the page to open. */
    public AuthorizeResult begin(Poller poller) {
        return exchanges.with(poller, this::begin);
    }

    private AuthorizeResult begin(Grantee grantee) {
        OAuthGrant.AuthorizationCode grant = grantee.grant();
        if (grant.server().authorizationUrl().isEmpty()) {
            return new Failed(
                    "oauth.authorizationUrl of " + grantee.id()
                            + " is missing: the page on which people grant access. An item with provider and without tokenUrl has it.");
        }
        if (grant.scope().isEmpty()) {
            return new Failed("oauth.scope of " + grantee.id() + " is missing: what access is asked for.");
        }
        Secret state = random();
        Secret verifier = random();
        authorizations.begin(
                grantee.id(), new ByBrowser(grantee.basis(), clock.instant().plus(LASTS), state, verifier));
        return new ToOpen(
                "Open url in a browser within 10 minutes, sign in as "
                        + grantee.poller().username()
                        + " and accept. The browser then ends at a page that cannot be shown, "
                        + WebUrl.parse(grant.server().redirectUri()).display()
                        + "?...: copy its whole address, and send it as \"answer\" with the same op and pollerId.",
                page(grantee, state, verifier),
                Optional.empty());
    }

    private static String page(Grantee grantee, Secret state, Secret verifier) {
        OAuthGrant.AuthorizationCode grant = grantee.grant();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", grant.client().id());
        query.put("redirect_uri", grant.server().redirectUri());
        query.put("scope", grant.scope().orElse(""));
        query.put("state", state.reveal());
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        grantee.hint().ifPresent(hint -> query.put("login_hint", hint));
        String page = grant.server().authorizationUrl().orElseThrow().text();
        return page
                + (page.indexOf('?') < 0 ? "?" : "&")
                + query.entrySet().stream()
                        .map(field -> field.getKey() + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                        .collect(Collectors.joining("&"));
    }

    /** Takes the address at which the browser ended. */
    public AuthorizeResult answer(Poller poller, String pasted) {
        return exchanges.with(poller, grantee -> answer(grantee, pasted));
    }

    private AuthorizeResult answer(Grantee grantee, String pasted) throws CredentialsException {
        PastedAnswer answer;
        try {
            answer = PastedAnswer.read(pasted, grantee.grant().server().redirectUri());
        } catch (NoAnswerException e) {
            return new Failed("answer is not what it should be: " + e.what() + ".");
        }
        Optional<ByBrowser> found = authorizations
                .find(grantee.id())
                .flatMap(underWay -> underWay.<Optional<ByBrowser>>either(Optional::of, device -> Optional.empty()))
                .filter(underWay -> underWay.until().isAfter(clock.instant()));
        if (found.isEmpty()) {
            return new Failed(
                    "No sign-in for " + grantee.id() + " is under way, or it was begun more than 10 minutes ago."
                            + " Begin with op authorize without \"answer\".");
        }
        ByBrowser begun = found.get();
        boolean isOfThis = answer.state().equals(Optional.of(begun.state())); // Secrets are compared in constant time.
        Optional<Secret> granted = answer.either(one -> Optional.of(one.code()), refused -> Optional.empty());
        if (granted.isEmpty()) {
            if (isOfThis) {
                authorizations.end(grantee.id(), begun);
            }
            return new Failed(answer.either(one -> "", SignInRefusal::of));
        }
        if (!isOfThis) {
            return new Failed("answer is of another sign-in than the one that op authorize began last for "
                    + grantee.id() + ". Paste the address that this one ended at, or begin again.");
        }
        if (!begun.basis().equals(grantee.basis())) {
            authorizations.end(grantee.id(), begun);
            return new Failed("oauth of " + grantee.id() + " was changed since the sign-in was begun. Begin again.");
        }
        Secret code = granted.get();
        return exchanges.alone(grantee, () -> {
            if (!authorizations.end(grantee.id(), begun)) {
                return new Failed("This answer was used before. Begin again with op authorize.");
            }
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", OAuthGrant.AuthorizationCode.WORD);
            form.put("code", code.reveal());
            form.put("redirect_uri", grantee.grant().server().redirectUri());
            form.put("code_verifier", begun.verifier().reveal());
            CodeAnswer codes = exchanges.ask(grantee, form, List.of(code, begun.verifier(), begun.state()));
            return exchanges.kept(grantee, codes);
        });
    }

    private Secret random() {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        return new Secret(base64(octets));
    }

    /** RFC 7636, section 4.2. */
    private static String challenge(Secret verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
