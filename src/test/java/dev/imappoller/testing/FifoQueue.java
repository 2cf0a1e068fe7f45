package dev.imappoller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An SQS FIFO queue behind an HTTP endpoint (AWS JSON 1.0), as far as the function uses it: takes batches, under SQS's rules for
 * them, and drops what it had before.
 */
public final class FifoQueue implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 10;

    /** What is in the queue. */
    public record Message(String group, String deduplicationId, String body) {
        /** The event by which Lambda hands it to a function. */
        public String event() {
            ObjectNode event = JSON.createObjectNode();
            ObjectNode record = event.putArray("Records").addObject();
            record.put("messageId", "059f36b4-87a3-44ab-83d2-661975830a7d")
                    .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a")
                    .put("body", body)
                    .put("md5OfBody", md5(body))
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:work.fifo")
                    .put("awsRegion", "us-east-1");
            record.putObject("attributes")
                    .put("ApproximateReceiveCount", "1")
                    .put("SentTimestamp", "1772359200000")
                    .put("SequenceNumber", "18849496460467696128")
                    .put("MessageGroupId", group)
                    .put("SenderId", "AIDAIENQZJOLO23YVJ4VO")
                    .put("MessageDeduplicationId", deduplicationId)
                    .put("ApproximateFirstReceiveTimestamp", "1772359200001");
            record.putObject("messageAttributes");
            return event.toString();
        }
    }

    private final Receiver receiver;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile Optional<Answer> trouble = Optional.empty();

    private FifoQueue() {
        receiver = Receiver.http().otherwise(this::answer);
    }

    public static FifoQueue start() {
        return new FifoQueue();
    }

    /** Where SQS is, for {@code AWS_ENDPOINT_URL_SQS}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + receiver.port());
    }

    public String url() {
        return endpoint() + "/123456789012/work.fifo";
    }

    /** What was taken, in order. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The size of each batch that arrived. */
    public List<Integer> batches() {
        return List.copyOf(batches);
    }

    /** Takes no message of this group from now on. */
    public FifoQueue refuse(String group) {
        refused.add(group);
        return this;
    }

    /** Answers every call in this way from now on. */
    public FifoQueue trouble(Answer answer) {
        trouble = Optional.of(answer);
        return this;
    }

    /** An error as SQS writes it. */
    public static Answer error(int status, String code, String message) {
        return Answers.response(
                status,
                "{\"__type\":\"com.amazonaws.sqs#" + code + "\",\"message\":\"" + message + "\"}",
                "Content-Type: application/x-amz-json-1.0");
    }

    @Override
    public void close() {
        receiver.close();
    }

    private synchronized Answer answer(Request request) {
        if (!request.header("X-Amz-Target").orElse("").equals("AmazonSQS.SendMessageBatch")) {
            return error(400, "InvalidAction", "canary");
        }
        JsonNode input = json(request.text());
        JsonNode entries = input.path("Entries");
        batches.add(entries.size());
        if (trouble.isPresent()) {
            return trouble.get();
        }
        if (!input.path("QueueUrl").asText().equals(url())) {
            return error(400, "QueueDoesNotExist", "The specified queue does not exist.");
        }
        if (entries.isEmpty() || entries.size() > MOST) {
            return error(400, "TooManyEntriesInBatchRequest", "from 1 to 10");
        }
        Set<String> ids = new HashSet<>();
        ObjectNode output = JSON.createObjectNode();
        output.putArray("Successful");
        output.putArray("Failed");
        for (JsonNode entry : entries) {
            String id = entry.path("Id").asText();
            if (!id.matches("[A-Za-z0-9_-]{1,80}") || !ids.add(id)) {
                return error(400, "BatchEntryIdsNotDistinct", id);
            }
            take(id, entry, output);
        }
        return Answers.response(200, output.toString(), "Content-Type: application/x-amz-json-1.0");
    }

    private void take(String id, JsonNode entry, ObjectNode output) {
        String group = entry.path("MessageGroupId").asText();
        String deduplicationId = entry.path("MessageDeduplicationId").asText();
        String body = entry.path("MessageBody").asText();
        boolean valid = List.of(group, deduplicationId).stream().allMatch(text -> text.matches("[!-~]{1,128}"));
        if (!valid || refused.contains(group)) {
            output.withArray("Failed")
                    .addObject()
                    .put("Id", id)
                    .put("SenderFault", !valid)
                    .put("Code", valid ? "InternalError" : "InvalidParameterValue")
                    .put("Message", "Try again");
            return;
        }
        if (seen.add(deduplicationId)) {
            messages.add(new Message(group, deduplicationId, body));
        }
        output.withArray("Successful")
                .addObject()
                .put("Id", id)
                .put("MessageId", "059f36b4-87a3-44ab-83d2-661975830a7d")
                .put("MD5OfMessageBody", md5(body))
                .put("SequenceNumber", "18849496460467696128");
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
