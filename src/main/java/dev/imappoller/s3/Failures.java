package dev.imappoller.s3;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.endpoint.HttpRequests.Reply;
import dev.imappoller.poller.item.AttachmentBucket;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import java.util.Optional;

/** Says what a store did instead of taking an object, and what a person can do about it. */
final class Failures {
    private static final int LONGEST_CODE = 60;

    private final AttachmentBucket bucket;
    private final ObjectUrl url;

    Failures(AttachmentBucket bucket, ObjectUrl url) {
        this.bucket = bucket;
        this.url = url;
    }

    String withoutCredentials() {
        return "the function has no AWS credentials to sign requests with; give it a role, or the attachmentStore an"
                + " accessKeyId with its secret";
    }

    String words(Reply reply) {
        String store = "the bucket " + bucket.bucket() + " at " + url.store().authority() + " ";
        return store + reply.either(this::answered, this::unanswered);
    }

    private String unanswered(Reply.Unanswered none) {
        return none.detail()
                + switch (none.cause()) {
                    case UNKNOWN_HOST, FORBIDDEN_ADDRESS, TLS ->
                        bucket.endpoint().isPresent()
                                ? "; correct attachmentStore.endpoint"
                                : "; correct attachmentStore.region";
                    case NOT_CONNECTED, CONNECTION_LOST, TIMED_OUT, NOT_HTTP, NOT_SENT, NOT_STORED, ANSWERED_EARLY ->
                        "; if that lasts, look at the store";
                };
    }

    private String answered(Reply.Answered answer) {
        Optional<String> code = code(answer);
        String said = answer.isSuccess()
                ? "answered HTTP " + answer.status() + " and " + code.orElse("not what was asked for")
                : "answered HTTP " + answer.status()
                        + code.map(name -> " " + name).orElse("");
        return said + "; " + advice(answer, code.orElse(""));
    }

    private String advice(Reply.Answered answer, String code) {
        Optional<String> region = region(answer);
        if (region.isPresent()) {
            return "it is in " + region.get() + ": write that into attachmentStore.region";
        }
        return switch (code) {
            case "NoSuchBucket" -> "correct attachmentStore.bucket, or make the bucket";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
                "correct attachmentStore.accessKeyId and its secret, and check region";
            case "RequestTimeTooSkewed" -> "one of the clocks is wrong";
            default -> byStatus(answer.status());
        };
    }

    private String byStatus(int status) {
        if (status == 401 || status == 403) {
            return "allow " + (bucket.accessKey().isPresent() ? "the access key" : "the function's role")
                    + " s3:PutObject and s3:AbortMultipartUpload on " + bucket.bucket() + "/" + bucket.prefix()
                    + "/* (the stack's parameters AttachmentBucket and AttachmentPrefix do), and its key in KMS if it has one";
        }
        if (status >= 300 && status <= 399) {
            return "correct attachmentStore.region" + (bucket.endpoint().isPresent() ? " and endpoint" : "");
        }
        if (status == 404) {
            return "correct attachmentStore.bucket" + (bucket.endpoint().isPresent() ? ", endpoint or pathStyle" : "");
        }
        return status >= 500 || status == 429 ? "if that lasts, look at the store" : "look at the bucket's settings";
    }

    /** What S3 calls the error; a store may write into it what it likes. */
    private Optional<String> code(Reply.Answered answer) {
        return XmlText.of(answer.body(), "Code")
                .filter(code -> Characters.all(code, 1, LONGEST_CODE, Characters::isAlphanumeric))
                .map(code -> ForeignText.of(code).shown(Masking.of(bucket.secret().stream())))
                .filter(code -> Characters.all(code, 1, LONGEST_CODE, Characters::isAlphanumeric));
    }

    /** Where a bucket is that was asked for in another region. */
    private Optional<String> region(Reply.Answered answer) {
        return answer.field("x-amz-bucket-region")
                .or(() -> XmlText.of(answer.body(), "Region"))
                .filter(region ->
                        Characters.all(region, 1, 30, c -> Characters.isDigit(c) || c >= 'a' && c <= 'z' || c == '-'))
                .filter(region -> !region.equals(url.region()));
    }
}
