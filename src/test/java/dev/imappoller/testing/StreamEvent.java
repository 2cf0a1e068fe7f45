package dev.imappoller.testing;

import java.util.ArrayList;
import java.util.List;

/** An event as Lambda hands it over from a Pollers table's stream, with images that hold a password as an item would. */
public final class StreamEvent {
    private static final String IMAGE = "{\"pollerId\":{\"S\":\"ID\"},\"host\":{\"S\":\"imap.example.com\"},"
            + "\"password\":{\"S\":\"image-canary\"},\"port\":{\"N\":\"993\"},\"ssl\":{\"BOOL\":true}}";

    private final List<String> records = new ArrayList<>();

    /** An item was put that was not there. */
    public StreamEvent insert(String sequenceNumber, String pollerId) {
        return add("INSERT", sequenceNumber, pollerId, ",\"NewImage\":" + IMAGE);
    }

    /** An item was replaced or changed. */
    public StreamEvent modify(String sequenceNumber, String pollerId) {
        return add("MODIFY", sequenceNumber, pollerId, ",\"NewImage\":" + IMAGE + ",\"OldImage\":" + IMAGE);
    }

    /** An item was deleted. */
    public StreamEvent remove(String sequenceNumber, String pollerId) {
        return add("REMOVE", sequenceNumber, pollerId, ",\"OldImage\":" + IMAGE);
    }

    /** The event in JSON. */
    public String json() {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    private StreamEvent add(String name, String sequenceNumber, String pollerId, String images) {
        records.add(("{\"eventID\":\"c4ca4238a0b923820dcc509a6f75849b\",\"eventName\":\"" + name
                        + "\",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"eu-central-1\","
                        + "\"dynamodb\":{\"ApproximateCreationDateTime\":1772359200.0,\"Keys\":{\"pollerId\":{\"S\":\"ID\"}}"
                        + images
                        + ",\"SequenceNumber\":\"" + sequenceNumber
                        + "\",\"SizeBytes\":214,\"StreamViewType\":\"KEYS_ONLY\"},\"eventSourceARN\":"
                        + "\"arn:aws:dynamodb:eu-central-1:123456789012:table/Pollers/stream/2026-03-01T10:00:00.000\"}")
                .replace("ID\"}", pollerId + "\"}"));
        return this;
    }
}
