package dev.imappoller.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where the demo's pollers come from. */
interface PollerSource {
    /** What is to be seen, for the person who started the demo. */
    String introduction();

    /** How often the function is told to poll. */
    Duration every();

    /** A poller to try things with. */
    String example();

    /** The items that the Pollers table should hold at the next run. */
    List<Map<String, AttributeValue>> next();
}
