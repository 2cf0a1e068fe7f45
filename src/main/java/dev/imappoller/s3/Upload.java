package dev.imappoller.s3;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.endpoint.HttpRequests.Reply;
import dev.imappoller.poller.time.Uninterrupted;
import dev.imappoller.s3.Calls.Body;
import dev.imappoller.s3.Calls.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attachment on its way into a bucket: in one request, or in parts if it is large. Nothing of it is held but what is just sent. */
final class Upload {
    /** Larger ones are sent in parts. */
    static final long LARGEST_WHOLE = 5 * 1024 * 1024;

    /** At least 5 MiB, and small enough that a part which fails is soon sent again. */
    static final long PART = 8 * 1024 * 1024;

    /** How long is waited for a store to drop the parts of an upload that failed. */
    private static final Duration TO_ABORT = Duration.ofSeconds(2);

    private static final int LONGEST_UPLOAD_ID = 2000;
    private static final int LONGEST_TAG = 200;
    private static final String UPLOAD_ID = "uploadId";

    private final Calls calls;
    private final ObjectUrl url;
    private final Attachment attachment;
    private final AttachmentReader toSign;
    private final AttachmentReader toSend;

    Upload(Calls calls, ObjectUrl url, Attachment attachment, AttachmentReader toSign, AttachmentReader toSend) {
        this.calls = calls;
        this.url = url;
        this.attachment = attachment;
        this.toSign = toSign;
        this.toSend = toSend;
    }

    /** @throws RefusedException if it is not there in the end */
    void run() throws RefusedException, IOException {
        if (attachment.size() <= LARGEST_WHOLE) {
            Call put = new Call("PUT", url, Map.of(), fields(), slice(0, attachment.size()));
            calls.make(put, Reply.Answered::isSuccess);
            return;
        }
        String uploadId = begin();
        boolean completed = false;
        try {
            complete(uploadId, parts(uploadId));
            completed = true;
        } finally {
            if (!completed) {
                Uninterrupted.run(() -> abort(uploadId));
            }
        }
    }

    private String begin() throws RefusedException, IOException {
        Call call = new Call("POST", url, Map.of("uploads", ""), fields(), octets(""));
        return uploadId(calls.make(
                        call, answer -> answer.isSuccess() && uploadId(answer).isPresent()))
                .orElseThrow();
    }

    private static Optional<String> uploadId(Reply.Answered answer) {
        return XmlText.of(answer.body(), "UploadId")
                .filter(id -> Characters.all(id, 1, LONGEST_UPLOAD_ID, c -> c > ' ' && c <= '~'));
    }

    private List<String> parts(String uploadId) throws RefusedException, IOException {
        List<String> tags = new ArrayList<>();
        for (long from = 0; from < attachment.size(); from += PART) {
            Map<String, String> query = Map.of("partNumber", Integer.toString(tags.size() + 1), UPLOAD_ID, uploadId);
            Call call = new Call("PUT", url, query, Map.of(), slice(from, Math.min(PART, attachment.size() - from)));
            tags.add(tag(calls.make(
                            call, answer -> answer.isSuccess() && tag(answer).isPresent()))
                    .orElseThrow());
        }
        return tags;
    }

    private static Optional<String> tag(Reply.Answered answer) {
        return answer.field("etag").filter(tag -> Characters.all(tag, 1, LONGEST_TAG, c -> c >= ' ' && c <= '~'));
    }

    /** A store may answer 200 at once and say in the body later that it has failed. */
    private void complete(String uploadId, List<String> tags) throws RefusedException, IOException {
        StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < tags.size(); i++) {
            parts.append("<Part><PartNumber>")
                    .append(i + 1)
                    .append("</PartNumber><ETag>")
                    .append(XmlText.escaped(tags.get(i)))
                    .append("</ETag></Part>");
        }
        parts.append("</CompleteMultipartUpload>");
        Call call = new Call(
                "POST",
                url,
                Map.of(UPLOAD_ID, uploadId),
                Map.of("Content-Type", "application/xml"),
                octets(parts.toString()));
        calls.make(call, answer -> answer.isSuccess() && isWhole(answer.body()));
    }

    /** Stores differ in how they call the document, not in what it holds. */
    private static boolean isWhole(String document) {
        return !XmlText.has(document, "Error")
                && XmlText.of(document, "ETag").filter(tag -> !tag.isEmpty()).isPresent();
    }

    /** Parts that are left over cost as much as objects. Should that fail too, the bucket's lifecycle rule drops them. */
    private void abort(String uploadId) {
        Call call = new Call("DELETE", url, Map.of(UPLOAD_ID, uploadId), Map.of(), octets(""));
        try {
            calls.within(TO_ABORT).make(call, Reply.Answered::isSuccess);
        } catch (RefusedException | IOException e) {
            // What is to be said is why the upload failed.
        }
    }

    /** Whoever opens the object in a browser gets a download, whatever a sender says that it is. */
    private Map<String, String> fields() {
        return Map.of("Content-Type", contentType(), "Content-Disposition", "attachment");
    }

    private String contentType() {
        String type = attachment.contentType();
        boolean plain = Characters.all(type, 3, 200, c -> Characters.isAlphanumeric(c) || "/-+._".indexOf(c) >= 0);
        return plain ? type : "application/octet-stream";
    }

    private Body slice(long from, long length) {
        return new Body(length, () -> toSign.slice(from, length), () -> toSend.slice(from, length));
    }

    private static Body octets(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return new Body(octets.length, () -> new ByteArrayInputStream(octets), () -> new ByteArrayInputStream(octets));
    }
}
