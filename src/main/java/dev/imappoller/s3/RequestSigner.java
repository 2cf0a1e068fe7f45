package dev.imappoller.s3;

import dev.imappoller.poller.url.WebUrl;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests by AWS Signature Version 4, with the SHA-256 of what is sent, so that a store takes nothing else. */
final class RequestSigner {
    private static final String SERVICE = "s3";

    /** The client sets these itself. */
    private static final Set<String> CLIENTS_OWN = Set.of("host", "content-length");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity;
    private final String region;
    private final Clock clock;

    RequestSigner(AwsCredentialsIdentity identity, String region, Clock clock) {
        this.identity = identity;
        this.region = region;
        this.clock = clock;
    }

    /**
     * The fields of the header that a request needs.
     *
     * @param fields that are signed with it
     * @param body read once
     */
    Map<String, String> sign(
            String method,
            WebUrl url,
            Map<String, String> query,
            Map<String, String> fields,
            Supplier<InputStream> body) {
        SdkHttpRequest.Builder request = request(SdkHttpMethod.fromValue(method), url, query);
        fields.forEach(request::putHeader);
        SdkHttpRequest signed =
                signer.sign(of(request.build()).payload(body::get).build()).request();
        Map<String, String> all = new LinkedHashMap<>();
        signed.headers().forEach((name, values) -> {
            if (!CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                all.put(name, values.get(0));
            }
        });
        return all;
    }

    /** A URL by which anyone can read the object for so long. */
    String presigned(ObjectUrl url, Duration expiry) {
        SdkHttpRequest request =
                request(SdkHttpMethod.GET, url.with(""), Map.of()).build();
        SdkHttpRequest signed = signer.sign(of(request)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, expiry)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .build())
                .request();
        StringBuilder query = new StringBuilder();
        signed.rawQueryParameters()
                .forEach((name, values) -> query.append(query.isEmpty() ? "" : "&")
                        .append(ObjectUrl.encoded(name, false))
                        .append('=')
                        .append(ObjectUrl.encoded(values.get(0), false)));
        return url.with(query.toString()).text();
    }

    private SignRequest.Builder<AwsCredentialsIdentity> of(SdkHttpRequest request) {
        return SignRequest.builder(identity)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock);
    }

    private static SdkHttpRequest.Builder request(SdkHttpMethod method, WebUrl url, Map<String, String> query) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(method)
                .protocol(url.scheme())
                .host(url.host())
                .port(url.port())
                .encodedPath(url.path());
        query.forEach((name, value) -> request.putRawQueryParameter(name, List.of(value)));
        return request;
    }
}
