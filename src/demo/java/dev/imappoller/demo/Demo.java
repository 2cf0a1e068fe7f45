package dev.imappoller.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.page.StatusPage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The demo from start to stop: sample accounts or those of pollers.json, polled on a schedule. */
@Singleton
final class Demo {
    private static final int WIDTH = 120;

    private final StatusTable statusTable = new StatusTable(WIDTH, ZoneId.systemDefault());
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo schedule");
        thread.setDaemon(true);
        return thread;
    });

    /** What is to be closed, the last first. */
    private final Deque<Closing> open = new ArrayDeque<>();

    private final ReceivedMessages received = new ReceivedMessages();
    private final Instance<DynamoDbClient> database;
    private final Instance<StatusPage> statusPage;
    private final ObjectMapper json;
    private final EventServer function;
    private final Config config;
    private final Clock clock;

    private interface Closing {
        void close();
    }

    Demo(
            Instance<DynamoDbClient> database,
            Instance<StatusPage> statusPage,
            ObjectMapper json,
            Config config,
            Clock clock) {
        this.database = database;
        this.statusPage = statusPage;
        this.json = json;
        this.config = config;
        this.clock = clock;
        this.function = new EventServer(config.getValue("quarkus.lambda.mock-event-server.dev-port", Integer.class));
    }

    void start(@Observes StartupEvent event) {
        open.push(ParentWatch.start()::close);
        try {
            DemoTables tables = new DemoTables(database.get(), config.getValue("POLLERS_TABLE", String.class));
            tables.create(config.getValue("STATE_TABLE", String.class));
            PollerSource source = source();
            tables.replaceConfiguration(source.next());
            Duration every =
                    config.getOptionalValue("demo.every", Duration.class).orElseGet(source::every);
            DemoPage page = DemoPage.start(
                    config.getValue("demo.port", Integer.class),
                    statusPage.get(),
                    DemoSettings.builtIn(),
                    received,
                    function::send);
            open.push(page::close);
            print(introduction(source, page));
            ScheduledFuture<?> runs = schedule.scheduleWithFixedDelay(
                    () -> run(tables, source), 0, every.toMillis(), TimeUnit.MILLISECONDS);
            open.push(() -> runs.cancel(true));
        } catch (IOException | RuntimeException e) {
            print("\n  The demo can't start: " + e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        schedule.shutdownNow();
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private PollerSource source() throws IOException {
        if (!DemoSettings.builtIn()) {
            return new OwnPollers(DemoSettings.POLLERS_FILE, Demo::print);
        }
        DemoMailServer mail = DemoMailServer.start();
        open.push(mail::close);
        DemoReceiver receiver = DemoReceiver.start(this::receive, json, clock);
        open.push(receiver::close);
        return new SamplePollers(mail, receiver);
    }

    private void receive(ReceivedMessage message) {
        received.add(message);
        print(message.describe());
    }

    private String introduction(PollerSource source, DemoPage page) {
        String byHand = "Call the function by hand:   curl -d '{\"op\":\"check\",\"pollerId\":\"" + source.example()
                + "\"}' " + function.uri();
        String text = "IMAP Poller demo\n\nSee it in a browser:  " + page.uri() + "\n\n" + source.introduction()
                + byHand + "\nStop it:                     Ctrl-C\n";
        return "\n" + text.indent(2);
    }

    private void run(DemoTables tables, PollerSource source) {
        try {
            tables.replaceConfiguration(source.next());
            function.send("{}");
            print("\n" + statusTable.draw(tables.items()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) { // One that got away would end the schedule without a word.
            if (!schedule.isShutdown()) {
                print("\n  This run was not done: " + e.getMessage());
            }
        }
    }

    /** Not held as a stream, since the dev mode replaces that. */
    private static void print(String text) {
        System.out.println(text);
    }
}
