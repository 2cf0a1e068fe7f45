package dev.imappoller.s3;

import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.HttpRequests;
import dev.imappoller.poller.endpoint.HttpRequests.Reply;
import dev.imappoller.poller.url.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes requests to a store: signs each, and tries it again where that may help. All of them are such that a repetition does no harm. */
final class Calls {
    /** What a busy store asks for; more is left to the next poll. */
    private static final int TRIES = 3;

    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpRequests http;
    private final RequestSigner signer;
    private final Supplier<Duration> left;

    /**
     * A request.
     *
     * @param query not encoded
     * @param body opened for the signature and for each try
     */
    record Call(String method, ObjectUrl url, Map<String, String> query, Map<String, String> fields, Body body) {}

    /** What is sent: its length in octets, and how it is opened to be signed, and to be sent. */
    record Body(long length, Supplier<InputStream> toSign, Supplier<InputStream> toSend) {}

    /** @param left how long all of them may take from now on; may be below zero */
    Calls(HttpRequests http, RequestSigner signer, Supplier<Duration> left) {
        this.http = http;
        this.signer = signer;
        this.left = left;
    }

    /** The same with a time of their own. */
    Calls within(Duration atMost) {
        return new Calls(http, signer, () -> atMost);
    }

    /**
     * Makes a request.
     *
     * @param isMeant whether an answer is the one that was asked for
     * @throws RefusedException if there is no such answer
     */
    Reply.Answered make(Call call, Predicate<Reply.Answered> isMeant) throws RefusedException, IOException {
        WebUrl url = call.url().with(query(call.query()));
        Map<String, String> fields = signer.sign(
                call.method(), url, call.query(), call.fields(), call.body().toSign());
        HttpRequests.Request request =
                new HttpRequests.Request(call.method(), url, fields, call.body().length(), out -> {
                    try (InputStream in = call.body().toSend().get()) {
                        in.transferTo(out);
                    }
                });
        for (int tried = 1; ; tried++) {
            Duration time = left.get();
            Reply reply = time.isNegative() || time.isZero()
                    ? new Reply.Unanswered(Cause.TIMED_OUT, "did not answer in time")
                    : http.send(request, time);
            Optional<Reply.Answered> meant =
                    reply.either(answered -> Optional.of(answered).filter(isMeant), none -> Optional.empty());
            if (meant.isPresent()) {
                return meant.get();
            }
            if (tried == TRIES || !mayPass(reply)) {
                throw new RefusedException(reply);
            }
        }
    }

    /** Whether the same request may have another answer at once; a 200 that is not meant is an error that came to light late. */
    private static boolean mayPass(Reply reply) {
        return reply.either(
                answered -> answered.status() >= 500 || answered.status() == TOO_MANY_REQUESTS || answered.isSuccess(),
                none -> switch (none.cause()) {
                    case NOT_CONNECTED, CONNECTION_LOST, ANSWERED_EARLY, NOT_HTTP -> true;
                    case UNKNOWN_HOST, FORBIDDEN_ADDRESS, TLS, TIMED_OUT, NOT_SENT, NOT_STORED -> false;
                });
    }

    private static String query(Map<String, String> query) {
        return new TreeMap<>(query)
                .entrySet().stream()
                        .map(entry -> ObjectUrl.encoded(entry.getKey(), false) + "="
                                + ObjectUrl.encoded(entry.getValue(), false))
                        .collect(Collectors.joining("&"));
    }
}
