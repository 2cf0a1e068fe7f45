package dev.imappoller.bench.candidate;

import dev.imappoller.bench.peer.AngusPeer;
import dev.imappoller.bench.peer.CamelPeer;
import dev.imappoller.bench.set.Trial;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Other ways to do the same: simpler than the function, since they post messages as they are and need no database. */
public final class Peer implements Candidate {
    public static final String CAMEL = "Camel";
    public static final String ANGUS = "Angus";
    public static final String ANGUS_RAW = "Angus raw";
    public static final String SCRIPT = "script";
    public static final String SCRIPT_JSON = "script JSON";

    /** All there are. */
    public static final Set<String> NAMES = Set.of(CAMEL, ANGUS, ANGUS_RAW, SCRIPT, SCRIPT_JSON);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PYTHON = "python3";

    private final String name;
    private final List<String> command;

    private Peer(String name, List<String> command) {
        this.name = name;
        this.command = command;
    }

    /** Those that can run on this machine. */
    public static List<Peer> all(List<String> jvmOptions) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(Trust.jvmOptions());
        List<Peer> peers = new ArrayList<>();
        peers.add(new Peer(CAMEL, java(options, CamelPeer.class)));
        peers.add(new Peer(ANGUS, java(options, AngusPeer.class)));
        peers.add(new Peer(ANGUS_RAW, java(options, AngusPeer.class, "raw")));
        if (installed(PYTHON)) {
            String script = Path.of("bench/python/poll.py").toAbsolutePath().toString();
            peers.add(new Peer(SCRIPT, List.of(PYTHON, script)));
            peers.add(new Peer(SCRIPT_JSON, List.of(PYTHON, script, "json")));
        }
        return peers;
    }

    /** Peers poll one account and wait for whatever there is to wait for: the slower ones would need hours for much mail far away. */
    @Override
    public boolean takesPart(Trial trial) {
        boolean near = trial.roundTripMillis() == 0;
        boolean quick = command.get(0).equals(PYTHON);
        return trial.endpointMillis() == 0
                && !trial.postByTls()
                && switch (trial.set()) {
                    case S200 -> near || trial.tls();
                    case S1000 -> near;
                    case M, L -> near || quick;
                    case START, THREE, ONE25, ONE100, A, I, DAY -> false;
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
    public void prepare(Errand errand) {
        // It is told everything by its environment.
    }

    @Override
    public ChildProcess start(LambdaRuntimeApi api, Errand errand) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_LAMBDA_RUNTIME_API", api.address(),
                "IMAP_HOST", "127.0.0.1",
                "IMAP_PORT", Integer.toString(errand.imapPort()),
                "IMAP_SCHEME", errand.trial().tls() ? "imaps" : "imap",
                "IMAP_USER", errand.trial().set().user(0),
                "IMAP_PASSWORD", ImapServer.PASSWORD,
                "SSL_CERT_FILE", Trust.pem().toString(),
                "TARGET_URL", errand.target().toString()));
        List<String> all = new ArrayList<>(errand.launcher());
        all.addAll(command);
        return ChildProcess.start(all, environment, Path.of(System.getProperty("java.io.tmpdir")));
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
