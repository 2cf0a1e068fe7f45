package dev.imappoller.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The classes that the start and a first poll need, by their binary names. It only hastens: what is missing
 * is loaded when it is needed, and what is no more is passed over. {@code ClassListIT} holds it against what is
 * loaded, and says how to write it anew.
 */
record ClassList(List<String> names) {

    /** In the order in which they are needed. */
    static final List<String> FILES = List.of("start.classes", "first-poll.classes");

    static ClassList ofFirstPoll() {
        return new ClassList(FILES.stream().flatMap(ClassList::lines).toList());
    }

    private static Stream<String> lines(String file) {
        try (InputStream list = Objects.requireNonNull(ClassList.class.getResourceAsStream(file), file)) {
            return new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads them in a thread of its own, beside the caller. */
    Thread loadAside(ClassLoader loader) {
        Thread thread = new Thread(() -> load(loader), "class-list");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Loads without initializing: static initializers run when and where they would have run without this. */
    private void load(ClassLoader loader) {
        for (String name : names) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // Another version of the JVM or of a library does without it.
            }
        }
    }
}
