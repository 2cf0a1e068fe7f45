package dev.imappoller.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Classes by their binary names, to be loaded before they are needed. It only hastens: what is missing is loaded when
 * it is needed, and what is no more is passed over. {@code ClassListIT} holds the lists against what is loaded, and says
 * how to write them anew.
 */
enum ClassList {
    /** Up to the first event, and through a poll of no poller. */
    START("start.classes"),

    /** More for a first poll that delivers. */
    FIRST_POLL("first-poll.classes");

    private final String file;

    ClassList(String file) {
        this.file = file;
    }

    /** The resource that holds it, one name a line. */
    String file() {
        return file;
    }

    /** The lists for one of the functions; the status page reads no mail. */
    static List<ClassList> forFunction(Optional<String> export) {
        return export.equals(Optional.of("status")) ? List.of(START) : List.of(START, FIRST_POLL);
    }

    /** Loads them one after the other in a thread of its own, beside the caller. */
    static void loadAside(List<ClassList> lists, ClassLoader loader) {
        Thread thread = new Thread(() -> lists.forEach(list -> list.load(loader)), "class-lists");
        thread.setDaemon(true);
        thread.start();
    }

    /** Loads without initializing: static initializers run when and where they would have run without this. */
    private void load(ClassLoader loader) {
        for (String name : names()) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // Another version of the JVM or of a library does without it.
            }
        }
    }

    private List<String> names() {
        try (InputStream list = Objects.requireNonNull(ClassList.class.getResourceAsStream(file), file)) {
            return new String(list.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
