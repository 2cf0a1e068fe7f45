package dev.imappoller.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local, in memory and in a process of its own, since it clashes with the function's class path. */
final class DemoDatabase implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final String LOG = "dynamodb-local.log";

    private final Process process;
    private final DynamoDbClient client;

    private DemoDatabase(Process process, int port) {
        this.process = process;
        // Everything is given here, so that no setting of the environment ever leads the demo to a real table.
        this.client = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("demo", "demo")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /**
     * Starts it, and returns when it answers.
     *
     * @param jars the folder with DynamoDB Local's jars
     * @param classes the folder with the demo's classes
     */
    static DemoDatabase start(Path jars, Path classes) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(classes.resolveSibling("dynamodb-local"));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = freePort();
            DemoDatabase database = new DemoDatabase(launch(jars, classes, port, folder), port);
            if (database.answersInTime()) {
                return database;
            }
            database.close(); // Another program may have taken the port meanwhile.
        }
        throw new IOException("DynamoDB Local did not start; " + folder.resolve(LOG) + " may say why");
    }

    DynamoDbClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean answersInTime() throws InterruptedException {
        long began = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - began < LONGEST_START.toNanos()) {
            try {
                client.listTables();
                return true;
            } catch (SdkException e) {
                Thread.sleep(100);
            }
        }
        return false;
    }

    private static Process launch(Path jars, Path classes, int port, Path folder) throws IOException {
        String classPath = classes + System.getProperty("path.separator") + jars.resolve("*");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // Short-lived: a quick start is worth more than speed.
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.library.path=" + jars,
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                classPath,
                DemoDatabaseProcess.class.getName(),
                "-inMemory",
                "-sharedDb",
                "-disableTelemetry",
                "-port",
                Integer.toString(port));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile())
                .start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
