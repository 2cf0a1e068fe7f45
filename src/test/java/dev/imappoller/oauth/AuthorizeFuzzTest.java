package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Answers that are pasted, and what a token endpoint says to a code, of whatever octets there are. In the ordinary build they are what was
 * kept in the resources; with {@code JAZZER_FUZZ=1} in the environment new ones are looked for.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class AuthorizeFuzzTest {
    /** The fuzzer writes {@code @} for it. */
    private static final String SECRET = "4/Qz7kVwX4pJ2mRfTkNhQ8vB3yL5sD";

    /** What is shown of it at the most, in characters. */
    private static final int RUN = 6;

    private static final Poller POLLER = PollerItem.read(
                    "p",
                    Map.of(
                            "provider", "gmail",
                            "username", "user@example.com",
                            "url", "https://example.com/",
                            "oauth", Map.of("clientId", "client", "refreshTokenRef", "ssm:imap-poller/t")))
            .poller()
            .orElseThrow();
    private static final OAuthGrant.AuthorizationCode GRANT =
            (OAuthGrant.AuthorizationCode) ((Login.OAuth) POLLER.login()).grant();
    private static final Grantee GRANTEE =
            new Grantee(POLLER, GRANT, GRANT.kept().kept().orElseThrow(), Optional.empty());

    @FuzzTest(maxDuration = "1h")
    void whateverIsPastedIsReadAndNotRepeated(byte[] octets) {
        String pasted = text(octets);
        try {
            PastedAnswer answer = PastedAnswer.read(pasted, "http://127.0.0.1");
            if (answer instanceof PastedAnswer.Granted granted) {
                assertThat(granted.code().reveal())
                        .isNotEmpty()
                        .matches(code -> code.chars().allMatch(c -> c > ' ' && c < 127));
            } else {
                isFitToBeShown(SignInRefusal.of((PastedAnswer.Refused) answer));
            }
            assertThat(answer.toString()).doesNotContain(SECRET);
        } catch (PastedAnswer.NoAnswerException e) {
            isFitToBeShown(e.what());
        }
    }

    @FuzzTest(maxDuration = "1h")
    void whateverIsSaidToACodeIsReadAndNotRepeated(byte[] octets) {
        String body = text(octets);
        for (int status : new int[] {200, 400, 503}) {
            CodeAnswer codes =
                    CodeAnswer.read(GRANTEE, new Response.Answered(status, body), List.of(new Secret(SECRET)));
            if (codes instanceof CodeAnswer.Refused refused) {
                isFitToBeShown(refused.why());
            } else if (codes instanceof CodeAnswer.Granted granted) {
                assertThat(status).isEqualTo(200);
                assertThat(granted.refreshToken().reveal())
                        .isNotEmpty()
                        .matches(token -> token.chars().allMatch(c -> c > ' ' && c < 127));
            }
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replace("@", SECRET);
    }

    private static void isFitToBeShown(String text) {
        assertThat(text)
                .hasSizeLessThan(1000)
                .matches(shown -> shown.chars().noneMatch(Character::isISOControl), "without controls");
        for (int from = 0; from + RUN <= SECRET.length(); from++) {
            assertThat(text).doesNotContain(SECRET.substring(from, from + RUN));
        }
    }
}
