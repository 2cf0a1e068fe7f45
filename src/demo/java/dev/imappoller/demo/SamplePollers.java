package dev.imappoller.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the demo shows where there is no pollers.json: sample accounts, the pollers that read them, and a message now and then. */
final class SamplePollers implements PollerSource {
    private static final String ORDERS = "orders@demo.example";
    private static final String SUPPORT = "support@demo.example";
    private static final String RETURNS = "returns@demo.example";
    private static final List<String> SAMPLES = List.of("order.eml", "question.eml", "photo.eml");

    /** A new message arrives before every so many-th run. */
    private static final int RUNS_PER_MESSAGE = 3;

    private final DemoMailServer mail;
    private final DemoReceiver receiver;
    private int runs;

    SamplePollers(DemoMailServer mail, DemoReceiver receiver) {
        this.mail = mail;
        this.receiver = receiver;
        mail.addAccount(ORDERS);
        mail.addAccount(SUPPORT);
        mail.addAccount(RETURNS);
        mail.deliver(SUPPORT, "question.eml", 1000);
        mail.deliver(RETURNS, "photo.eml", 1000);
    }

    @Override
    public String introduction() {
        String send = "printf 'Subject: Hello\\n\\nIt is me.\\n' | curl smtp://127.0.0.1:" + mail.smtpPort()
                + " --mail-from me@demo.example --mail-rcpt " + ORDERS + " -T -";
        return """
                mailboxes on a mail server of its own --> IMAP Poller, every 10 s --> a web app that prints what arrives

                  orders          delivers; a new message comes in every 30 s
                  support         its web app answers 503 at first, so its message waits until that is over
                  returns         its web app answered 404 by mistake: Redeliver in its row on the page mends that
                  wrong-password  shows what you see when an account refuses its password
                  invalid-item    shows what you see when an item has mistakes

                Send a message of your own:  %s
                Poll your own accounts:      write them into pollers.json in this folder (docs/demo.md), and start again
                """.formatted(send);
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public String example() {
        return "orders";
    }

    @Override
    public List<Map<String, AttributeValue>> next() {
        if (runs % RUNS_PER_MESSAGE == 0) {
            int messages = runs / RUNS_PER_MESSAGE;
            mail.deliver(ORDERS, SAMPLES.get(messages % SAMPLES.size()), 1001 + messages);
        }
        runs++;
        return List.of(
                poller("orders", ORDERS, "/orders", Map.of("intervalMinutes", AttributeValue.fromN("0"))),
                poller("support", SUPPORT, "/flaky", Map.of("intervalMinutes", AttributeValue.fromN("0"))),
                poller("returns", RETURNS, "/returns", Map.of("intervalMinutes", AttributeValue.fromN("0"))),
                poller("wrong-password", ORDERS, "/orders", Map.of("password", AttributeValue.fromS("guess"))),
                poller(
                        "invalid-item",
                        ORDERS,
                        "/orders",
                        Map.of("port", AttributeValue.fromN("99999"), "format", AttributeValue.fromS("xml"))));
    }

    private Map<String, AttributeValue> poller(
            String pollerId, String account, String path, Map<String, AttributeValue> different) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pollerId", AttributeValue.fromS(pollerId),
                "host", AttributeValue.fromS("127.0.0.1"),
                "port", AttributeValue.fromN(Integer.toString(mail.imapPort())),
                "ssl", AttributeValue.fromBool(false),
                "allowPlaintext", AttributeValue.fromBool(true),
                "username", AttributeValue.fromS(account),
                "password", AttributeValue.fromS(DemoMailServer.PASSWORD),
                "url", AttributeValue.fromS(receiver.url(path))));
        item.putAll(different);
        return item;
    }
}
