package dev.imappoller.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates for the servers of the tests, made by the JDK's keytool once per test run. Whoever trusts
 * {@link #caFile()} trusts all of them but the untrusted one.
 */
public final class TestCertificates {

    /** Names the directory, so that every class loader of a test run gets the same certificates. */
    private static final String DIRECTORY = "test.certificates.directory";

    private static final String CA = "ca";
    private static final String LOCALHOST = "san=dns:localhost,ip:127.0.0.1";

    private TestCertificates() {}

    /** Trusted, for localhost and 127.0.0.1. */
    public static Identity trusted() {
        return identity("trusted");
    }

    /** Trusted, for localhost, with a key for RSA; that of the others is for ECDSA. */
    public static Identity rsa() {
        return identity("rsa");
    }

    /** Trusted, for localhost, with a key for Ed25519. */
    public static Identity ed25519() {
        return identity("ed25519");
    }

    /** Trusted, but for another host name: elsewhere.example and names below it. */
    public static Identity wrongName() {
        return identity("wrong-name");
    }

    /** Trusted, for localhost, but its time is over. */
    public static Identity expired() {
        return identity("expired");
    }

    /** Trusted, for localhost, and at its end within five days. */
    public static Identity expiring() {
        return identity("expiring");
    }

    /** For localhost, but from nobody whom {@link #caFile()} trusts. */
    public static Identity untrusted() {
        return identity("untrusted");
    }

    /** PEM file of the certificate authority to trust. */
    public static Path caFile() {
        return directory().resolve("ca.pem");
    }

    private static Identity identity(String name) {
        return new Identity(directory(), name);
    }

    private static Path directory() {
        return Path.of((String) System.getProperties().computeIfAbsent(DIRECTORY, key -> make().toString()));
    }

    private static Path make() {
        Path directory = Directories.temporary("certificates");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(directory)));
        try {
            finish(List.of(keytool(directory, CA, CA, "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign")));
            for (String name : List.of("trusted", "rsa", "ed25519", "wrong-name", "expired", "expiring")) {
                Files.copy(directory.resolve(CA + ".p12"), directory.resolve(name + ".p12"));
            }
            // All at once: each is a JVM of its own.
            finish(List.of(
                    keytool(directory, "trusted", Identity.ALIAS, "-signer", CA, "-ext", LOCALHOST),
                    keytool(
                            directory,
                            List.of("-keyalg", "RSA"),
                            "rsa",
                            Identity.ALIAS,
                            "-signer",
                            CA,
                            "-ext",
                            LOCALHOST),
                    keytool(
                            directory,
                            List.of("-keyalg", "Ed25519"),
                            "ed25519",
                            Identity.ALIAS,
                            "-signer",
                            CA,
                            "-ext",
                            LOCALHOST),
                    keytool(
                            directory,
                            "wrong-name",
                            Identity.ALIAS,
                            "-signer",
                            CA,
                            "-ext",
                            "san=dns:elsewhere.example,dns:*.elsewhere.example"),
                    keytool(directory, "expiring", Identity.ALIAS, "-signer", CA, "-ext", LOCALHOST, "-validity", "5"),
                    keytool(directory, "untrusted", Identity.ALIAS, "-ext", LOCALHOST),
                    keytool(
                            directory,
                            "expired",
                            Identity.ALIAS,
                            "-signer",
                            CA,
                            "-ext",
                            LOCALHOST,
                            "-startdate",
                            "-10d",
                            "-validity",
                            "5")));
            for (String name : List.of("trusted", "rsa", "ed25519", "wrong-name", "untrusted", "expired", "expiring")) {
                new Identity(directory, name).keepOnlyServer();
            }
            Files.writeString(directory.resolve("ca.pem"), new Identity(directory, CA).pem(CA));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }

    private static void finish(List<Process> running) throws IOException, InterruptedException {
        for (Process process : running) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool ended with " + process.exitValue() + ": " + output);
            }
        }
    }

    private static Process keytool(Path directory, String name, String alias, String... more) throws IOException {
        return keytool(directory, List.of("-keyalg", "EC", "-groupname", "secp256r1"), name, alias, more);
    }

    private static Process keytool(Path directory, List<String> key, String name, String alias, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                // Short-lived: a quick start is worth more than a quick run.
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                directory.resolve(name + ".p12").toString(),
                "-storepass",
                Identity.PASSWORD));
        command.addAll(key);
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
