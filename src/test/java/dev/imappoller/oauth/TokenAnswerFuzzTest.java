package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.credential.AuthorizationServer;
import dev.imappoller.poller.credential.OAuthClient;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Token endpoints that answer whatever octets there are, and mail servers that say them, secrets among them. In the ordinary build they
 * say what was kept in the resources; with {@code JAZZER_FUZZ=1} in the environment new answers are looked for.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class TokenAnswerFuzzTest {
    /** What is shown of a secret at the most, in characters. */
    private static final int RUN = 6;

    /** Neither is part of a word that is shown for other reasons. */
    private static final List<String> SECRETS = List.of("Qz7!kV\"9\\wX4pJ2m", "1//0gRfTkNhQ8-vB3_yL5sD");

    private static final SecretSource SOURCE = new SecretSource.Given(new Secret("elsewhere"));

    private static final TokenRequest REQUEST = new TokenRequest(
            new OAuthGrant.AuthorizationCode(
                    WebUrl.parse("https://login.example.com/token"),
                    Optional.empty(),
                    new OAuthClient("client", new OAuthClient.SharedSecret(SOURCE)),
                    SOURCE,
                    new AuthorizationServer(Optional.empty(), Optional.empty(), "http://127.0.0.1")),
            Optional.of(new Secret(SECRETS.get(0))),
            Optional.of(new Secret(SECRETS.get(1))));

    @FuzzTest(maxDuration = "1h")
    void whateverATokenEndpointAnswersIsReadAndShowsNoSecret(FuzzedDataProvider data) {
        int status = data.consumeInt(200, 599);
        String body = withSecrets(data.consumeRemainingAsString());

        TokenAnswer answer = TokenAnswer.read(REQUEST, new Response.Answered(status, body));

        if (answer instanceof TokenAnswer.Granted granted) {
            assertThat(granted.lifetime()).isPositive();
            assertThat(granted.accessToken().reveal()).isNotBlank();
        } else {
            isFitToBeShown(((TokenAnswer.Refused) answer).failure().detail());
        }
        isFitToBeShown(ForeignText.of(body).shown(REQUEST.secrets()));
    }

    /** The fuzzer names secrets by marks, and so repeats them in every form that there is. */
    private static String withSecrets(String body) {
        String text = body;
        for (int i = 0; i < SECRETS.size(); i++) {
            String secret = SECRETS.get(i);
            byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
            text = text.replace("@P" + i, secret)
                    .replace("@B" + i, Base64.getEncoder().encodeToString(octets))
                    .replace(
                            "@S" + i,
                            Base64.getEncoder().encodeToString(("\0user\0" + secret).getBytes(StandardCharsets.UTF_8)))
                    .replace("@U" + i, java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8))
                    .replace("@Q" + i, secret.replace("\\", "\\\\").replace("\"", "\\\""))
                    .replace("@T" + i, secret.substring(0, secret.length() / 2 + 1));
        }
        return text;
    }

    private static void isFitToBeShown(String text) {
        assertThat(text)
                .hasSizeLessThan(1500)
                .matches(shown -> shown.chars().noneMatch(Character::isISOControl), "without controls");
        // A backslash may be an escape, and stands for nothing then.
        String letters = text.replace("\\", "");
        for (String each : SECRETS) {
            String secret = each.replace("\\", "");
            for (int from = 0; from + RUN <= secret.length(); from++) {
                assertThat(letters).doesNotContain(secret.substring(from, from + RUN));
            }
        }
    }
}
