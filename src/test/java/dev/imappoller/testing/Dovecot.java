package dev.imappoller.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A private Dovecot on ports of its own, where any user logs in with the one password. */
public final class Dovecot implements ImapServer {

    private static final Duration START = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;
    private static final String UNPRIVILEGED = "nobody";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

    private final Path directory;
    private final int imapPort = Ports.free();
    private final int imapsPort = Ports.free();
    private final boolean tls;
    private final ChildProcess process;

    private Dovecot(Optional<Identity> identity, String more, URI introspection) throws IOException {
        directory = Directories.temporary("dovecot");
        tls = identity.isPresent();
        Path configuration = directory.resolve("dovecot.conf");
        if (tls) {
            Files.copy(identity.get().certificate(), directory.resolve("cert.pem"));
            Files.copy(identity.get().privateKey(), directory.resolve("key.pem"));
        }
        Files.writeString(directory.resolve("oauth2.conf"), DovecotConfiguration.oauth2(introspection));
        String user = root() ? UNPRIVILEGED : System.getProperty("user.name");
        String group = id("-gn", user);
        Files.writeString(
                configuration, DovecotConfiguration.text(directory, user, group, imapPort, tls ? imapsPort : 0) + more);
        List<String> command = new ArrayList<>();
        if (root()) {
            giveTo(user, directory);
            command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"));
        }
        command.addAll(List.of(find("dovecot").orElseThrow().toString(), "-F", "-c", configuration.toString()));
        process = ChildProcess.start(command, Map.of(), directory);
    }

    /** Whether Dovecot is installed: where it isn't, its tests are skipped. */
    public static boolean available() {
        return find("dovecot").isPresent();
    }

    /** With the trusted certificate: implicit TLS on one port, STARTTLS offered on the other. */
    public static Dovecot start() {
        return start(TestCertificates.trusted());
    }

    /** As {@link #start()}, and with access tokens that are checked at this URL, by OAUTHBEARER too. */
    public static Dovecot startWithTokens(URI introspection) {
        String mechanisms = "auth_mechanisms = plain login xoauth2 oauthbearer\n";
        return start(Optional.of(TestCertificates.trusted()), mechanisms, introspection);
    }

    /** With a certificate of choice. */
    public static Dovecot start(Identity identity) {
        return start(Optional.of(identity), "");
    }

    /** With more lines of configuration, which add to those there are. */
    public static Dovecot start(Identity identity, String more) {
        return start(Optional.of(identity), more);
    }

    /** Without TLS: no STARTTLS is offered, and nothing listens on {@link #imapsPort()}. */
    public static Dovecot startWithoutTls() {
        return startWithoutTls("");
    }

    /** Without TLS, with more lines of configuration. */
    public static Dovecot startWithoutTls(String more) {
        return start(Optional.empty(), more);
    }

    /** The port of plain text, with STARTTLS offered if there is a certificate. */
    @Override
    public int imapPort() {
        return imapPort;
    }

    /** The port of implicit TLS. */
    @Override
    public int imapsPort() {
        return imapsPort;
    }

    /** Appends unread messages, byte for byte, and returns their UIDs. The folder is created where it is missing. */
    @Override
    public List<Long> append(String user, String folder, byte[]... messages) {
        try (ImapConnection connection = connect(user)) {
            connection.create(folder);
            return Stream.of(messages)
                    .map(message -> connection.append(folder, "", message))
                    .toList();
        }
    }

    /** Appends a message with flags, as in {@code "\\Seen \\Flagged"}, and returns its UID. */
    public long appendWithFlags(String user, String folder, String flags, byte[] message) {
        try (ImapConnection connection = connect(user)) {
            connection.create(folder);
            return connection.append(folder, flags, message);
        }
    }

    /** The flags of every message by UID, without {@code \Recent}. */
    @Override
    public Map<Long, Set<String>> flags(String user, String folder) {
        try (ImapConnection connection = connect(user)) {
            return connection.flags(folder);
        }
    }

    /** From now on new connections find the folder read-only: SELECT answers {@code [READ-ONLY]}. */
    public void makeReadOnly(String user, String folder) {
        append(user, folder);
        Path mailbox = directory.resolve("mail").resolve(user.toLowerCase(Locale.ROOT));
        Path rights = (folder.equals("INBOX") ? mailbox : mailbox.resolve("." + folder)).resolve("dovecot-acl");
        try {
            // Selecting makes Dovecot create the files of a mailbox, which it may no longer do afterwards.
            flags(user, folder);
            Path prepared = Files.writeString(directory.resolve("rights"), "owner lr\n");
            if (root()) {
                giveTo(UNPRIVILEGED, prepared);
            }
            Files.move(prepared, rights, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection in plain text, for what the other methods can't do. */
    public ImapConnection connect(String user) {
        return ImapConnection.open(imapPort, user, PASSWORD);
    }

    /** What Dovecot logged until now. */
    public String log() {
        Path log = directory.resolve("dovecot.log");
        try {
            return process.output() + (Files.exists(log) ? Files.readString(log) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        Directories.delete(directory);
    }

    private static Dovecot start(Optional<Identity> identity, String more) {
        return start(identity, more, NOWHERE);
    }

    private static Dovecot start(Optional<Identity> identity, String more, URI introspection) {
        for (int attempt = 1; ; attempt++) {
            Dovecot started;
            try {
                started = new Dovecot(identity, more, introspection);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Await.within(START, () -> !started.process.isAlive() || started.isReady());
            if (started.process.isAlive() && started.isReady()) {
                return started;
            }
            String log = started.log();
            started.close();
            // Its ports may have been taken meanwhile.
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("Dovecot didn't start: " + log);
            }
        }
    }

    private boolean isReady() {
        return Ports.isOpen(imapPort) && (!tls || Ports.isOpen(imapsPort));
    }

    private static Optional<Path> find(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Dovecot refuses to serve mail as root. */
    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static void giveTo(String user, Path path) throws IOException {
        UserPrincipal owner =
                path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.toList()) {
                Files.setOwner(each, owner);
                if (Files.isRegularFile(each)) {
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    private static String id(String option, String user) throws IOException {
        Process id = new ProcessBuilder("id", option, user).start();
        return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
