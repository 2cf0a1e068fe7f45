package dev.imappoller.bench;

import dev.imappoller.bench.peer.AngusPeer;
import dev.imappoller.bench.peer.CamelPeer;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Other ways to do the same: simpler than the function, since they post messages as they are and need no database. */
final class Peer implements Candidate {
    /** All there are. */
    static final Set<String> NAMES = Set.of("Camel", "Angus", "Angus raw", "script", "script JSON");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final List<String> command;

    private Peer(String name, List<String> command) {
        this.name = name;
        this.command = command;
    }

    /** Those that can run on this machine. */
    static List<Candidate> all(List<String> jvmOptions) {
        List<Candidate> peers = new ArrayList<>();
        peers.add(new Peer("Camel", java(jvmOptions, CamelPeer.class)));
        peers.add(new Peer("Angus", java(jvmOptions, AngusPeer.class)));
        peers.add(new Peer("Angus raw", java(jvmOptions, AngusPeer.class, "raw")));
        if (installed("python3")) {
            String script = Path.of("bench/python/poll.py").toAbsolutePath().toString();
            peers.add(new Peer("script", List.of("python3", script)));
            peers.add(new Peer("script JSON", List.of("python3", script, "json")));
        }
        return peers;
    }

    /** Peers poll one account. The slower ones would need hours for much mail far away. */
    @Override
    public boolean takesPart(Trial trial) {
        boolean near = trial.roundTripMillis() == 0 && trial.endpointMillis() == 0;
        return switch (trial.set()) {
            case S200 -> true;
            case S1000, M, L -> near || command.get(0).equals("python3");
            case A, I, ONE25, ONE100 -> false;
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public void prepare(Trial trial, int imapPort, URI target) {
        // It is told everything by its environment.
    }

    @Override
    public ChildProcess start(LambdaRuntimeApi api, Trial trial, int imapPort, URI target) {
        Map<String, String> environment = Map.of(
                "AWS_LAMBDA_RUNTIME_API", api.address(),
                "IMAP_HOST", "127.0.0.1",
                "IMAP_PORT", Integer.toString(imapPort),
                "IMAP_USER", trial.set().user(0),
                "IMAP_PASSWORD", ImapServer.PASSWORD,
                "TARGET_URL", target.toString());
        return ChildProcess.start(command, environment, Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    public String event(Trial trial) {
        return Integer.toString(trial.set().messages());
    }

    private static List<String> java(List<String> jvmOptions, Class<?> main, String... arguments) {
        String libraries =
                Directories.built("bench.peers-lib", "bench/peers").resolve("*").toString();
        String classes = Directories.built("bench.classes", "test-classes").toString();
        List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", libraries + File.pathSeparator + classes, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean installed(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
