package dev.imappoller.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An authorization server over HTTPS, as strict as Google's and Microsoft's: a code is good once, for its client, redirect URI and
 * verifier; assertions are verified; the device flow waits for {@link #typed}.
 */
public final class OAuthServer implements AutoCloseable {
    public static final String CLIENT = "client-1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Receiver receiver = Receiver.https(TestCertificates.trusted());
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, String> devices = new ConcurrentHashMap<>();
    private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private AssertionVerifier verifier;
    private Optional<String> secret = Optional.empty();
    private int numbers;

    /** What a token answer has besides, or instead. */
    private final Map<String, Object> answered = new HashMap<>();

    public OAuthServer(Clock clock) {
        this.clock = clock;
        this.verifier = new AssertionVerifier(clock);
        receiver.on("/token", this::token).on("/devicecode", this::deviceCode);
    }

    /** Makes the client a confidential one. */
    public OAuthServer secret(String value) {
        secret = Optional.of(value);
        return this;
    }

    /** Trusts what is signed so: the client's assertions, or those of a service account. */
    public AssertionVerifier verifier() {
        return verifier;
    }

    /** Writes something else into the answers that grant tokens; an empty one leaves a member out. */
    public OAuthServer answering(String member, Object value) {
        answered.put(member, value);
        return this;
    }

    /** Refuses everything at the token endpoint from now on. */
    public void refuse(int status, String body) {
        receiver.on("/token", Answers.response(status, body));
    }

    /** Answers everything at the endpoint for devices so from now on. */
    public void answerDevices(int status, String body) {
        receiver.on("/devicecode", Answers.response(status, body));
    }

    /** Forgets everything but its address. */
    public void clear() {
        List.of(codes, devices, answered).forEach(Map::clear);
        refreshTokens.clear();
        accessTokens.clear();
        receiver.forget();
        secret = Optional.empty();
        verifier = new AssertionVerifier(clock);
        receiver.on("/token", this::token).on("/devicecode", this::deviceCode);
    }

    public URI uri(String path) {
        return receiver.uri(path);
    }

    public Set<String> accessTokens() {
        return Set.copyOf(accessTokens);
    }

    public Set<String> refreshTokens() {
        return Set.copyOf(refreshTokens);
    }

    /** The forms that came to a path. */
    public List<Map<String, String>> forms(String path) {
        return receiver.requests(path).stream()
                .map(request -> fields(request.text()))
                .toList();
    }

    /** A person who opens the page and consents: the address at which the browser ends. */
    public String consent(String page) {
        Map<String, String> query = fields(page.substring(page.indexOf('?') + 1));
        if (!query.getOrDefault("response_type", "").equals("code")
                || !query.getOrDefault("client_id", "").equals(CLIENT)
                || !query.getOrDefault("code_challenge_method", "").equals("S256")
                || query.getOrDefault("state", "").length() < 43) {
            throw new IllegalArgumentException("a page that nobody serves: " + page);
        }
        String code = "4/code-canary-" + ++numbers;
        codes.put(code, query);
        return query.get("redirect_uri") + "/?state=" + query.get("state") + "&code="
                + URLEncoder.encode(code, StandardCharsets.UTF_8) + "&scope="
                + URLEncoder.encode(query.get("scope"), StandardCharsets.UTF_8);
    }

    /** A person who types the code that was shown, and consents, or declines. */
    public void typed(String userCode, boolean consents) {
        devices.replaceAll((device, state) -> state.equals(userCode) ? (consents ? "granted" : "declined") : state);
    }

    @Override
    public void close() {
        receiver.close();
    }

    private Answer deviceCode(Request request) {
        Map<String, String> form = fields(request.text());
        if (!form.getOrDefault("client_id", "").equals(CLIENT)) {
            return error(400, "unauthorized_client", "AADSTS700016: Application with identifier 'x' was not found");
        }
        String userCode = "ABCD-" + ++numbers;
        String device = "device-canary-" + numbers;
        devices.put(device, userCode);
        ObjectNode answer = JSON.createObjectNode()
                .put("device_code", device)
                .put("user_code", userCode)
                .put("verification_uri", "https://microsoft.com/devicelogin")
                .put("expires_in", 900)
                .put("interval", 1)
                .put("message", "canary");
        return Answers.response(200, answer.toString());
    }

    private synchronized Answer token(Request request) {
        Map<String, String> form = fields(request.text());
        String grant = form.getOrDefault("grant_type", "");
        if (grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")) {
            return verifier.problem(form.getOrDefault("assertion", ""), uri("/token"))
                    .map(problem -> error(400, "invalid_grant", problem))
                    .orElseGet(() -> granted(false));
        }
        Optional<Answer> unknown = client(form);
        if (unknown.isPresent()) {
            return unknown.get();
        }
        return switch (grant) {
            case "authorization_code" -> code(form);
            case "refresh_token" ->
                refreshTokens.contains(form.getOrDefault("refresh_token", ""))
                        ? granted(false)
                        : error(400, "invalid_grant", "Token has been expired or revoked.");
            case "client_credentials" ->
                secret.isPresent() || form.containsKey("client_assertion")
                        ? granted(false)
                        : error(401, "invalid_client", "AADSTS7000218: no secret");
            case "urn:ietf:params:oauth:grant-type:device_code" -> device(form.getOrDefault("device_code", ""));
            default -> error(400, "unsupported_grant_type", "");
        };
    }

    private Optional<Answer> client(Map<String, String> form) {
        if (!form.getOrDefault("client_id", "").equals(CLIENT)) {
            return Optional.of(error(401, "invalid_client", "The OAuth client was not found."));
        }
        if (form.containsKey("client_assertion")) {
            if (!CLIENT_ASSERTION.equals(form.get("client_assertion_type"))) {
                return Optional.of(error(400, "invalid_request", "no assertion type"));
            }
            return verifier.problem(form.get("client_assertion"), uri("/token"))
                    .map(problem -> error(401, "invalid_client", "AADSTS700027: " + problem));
        }
        if (secret.isPresent() && !form.containsKey("client_secret")) {
            return Optional.of(error(
                    401,
                    "invalid_client",
                    "AADSTS7000218: The request body must contain"
                            + " the following parameter: 'client_assertion' or 'client_secret'."));
        }
        if (secret.isEmpty() && form.containsKey("client_secret")) {
            return Optional.of(error(401, "invalid_client", "AADSTS700025: Client is public"));
        }
        return secret.filter(value -> !value.equals(form.get("client_secret")))
                .map(wrong -> error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided."));
    }

    private Answer code(Map<String, String> form) {
        Map<String, String> page = codes.remove(form.getOrDefault("code", ""));
        if (page == null) {
            return error(400, "invalid_grant", "AADSTS54005: OAuth2 Authorization code was already redeemed");
        }
        if (!page.get("redirect_uri").equals(form.get("redirect_uri"))) {
            return error(400, "redirect_uri_mismatch", "Bad Request");
        }
        return page.get("code_challenge").equals(s256(form.getOrDefault("code_verifier", "")))
                ? granted(true)
                : error(400, "invalid_grant", "AADSTS501481: The Code_Verifier does not match the code_challenge");
    }

    private Answer device(String device) {
        String state = devices.getOrDefault(device, "");
        if (state.equals("granted")) {
            devices.remove(device);
            return granted(true);
        }
        if (state.equals("declined")) {
            return error(400, "authorization_declined", "AADSTS70018");
        }
        return state.isEmpty()
                ? error(400, "bad_verification_code", "")
                : error(400, "authorization_pending", "AADSTS70016: not yet");
    }

    private Answer granted(boolean refreshable) {
        String access = "access-canary-" + ++numbers;
        accessTokens.add(access);
        Map<String, Object> answer =
                new HashMap<>(Map.of("access_token", access, "token_type", "Bearer", "expires_in", 3599));
        if (refreshable) {
            String refresh = "refresh-canary-" + numbers;
            refreshTokens.add(refresh);
            answer.put("refresh_token", refresh);
        }
        answered.forEach((name, value) -> {
            if (value.equals("")) {
                answer.remove(name);
            } else {
                answer.put(name, value);
            }
        });
        return Answers.response(200, JSON.valueToTree(answer).toString(), "Content-Type: application/json");
    }

    public static Answer error(int status, String error, String description) {
        String body = JSON.createObjectNode()
                .put("error", error)
                .put("error_description", description)
                .toString();
        return Answers.response(status, body, "Content-Type: application/json");
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of a form or a query. */
    public static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> URLDecoder.decode(field[0], StandardCharsets.UTF_8),
                        field -> field.length < 2 ? "" : URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }
}
