package dev.imappoller.bench.peer;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;

/** Apache Camel's IMAP consumer with its defaults (but for the first second, in which it would wait), and its HTTP producer. */
public final class CamelPeer {
    private static final String ROUTE = "mail";
    private static volatile CountDownLatch remaining = new CountDownLatch(0);

    private CamelPeer() {}

    /** Takes mailbox and target from the environment. */
    public static void main(String[] arguments) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(System.getenv("IMAP_SCHEME") + "://" + System.getenv("IMAP_HOST") + ":"
                                    + System.getenv("IMAP_PORT") + "?username="
                                    + System.getenv("IMAP_USER") + "&password=" + System.getenv("IMAP_PASSWORD")
                                    + "&initialDelay=0")
                            .routeId(ROUTE)
                            .autoStartup(false)
                            .process(CamelPeer::keepTheMessageAsItIs)
                            .to(System.getenv("TARGET_URL"));
                }
            });
            camel.start();
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            Events.serve(http, expected -> {
                remaining = new CountDownLatch(expected);
                camel.getRouteController().startRoute(ROUTE);
                remaining.await();
                camel.getRouteController().stopRoute(ROUTE);
                return expected;
            });
        }
    }

    private static void keepTheMessageAsItIs(Exchange exchange) throws Exception {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        exchange.getIn(MailMessage.class).getOriginalMessage().writeTo(octets);
        exchange.getIn().setBody(octets.toByteArray());
        exchange.getIn().removeHeaders("*");
        // Counted after the consumer's own completion, which marks the message: completions run last in, first out.
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                remaining.countDown();
            }
        });
    }
}
