package dev.imappoller.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;

/** The keys that lines of the log have, as {@link LogEvents} and {@link JsonLines} write them. */
public final class LoggedKeys {
    private static final Path SOURCE = Path.of("src/main/java/dev/imappoller/log/LogEvents.java");
    private static final Pattern EVENT = Pattern.compile("new LogLine\\(\\s*\"(\\w+)\"");
    private static final Pattern KEY = Pattern.compile("\\.with\\(\\s*\"(\\w+)\"");

    private LoggedKeys() {}

    /** The keys of each event besides {@link #ofEveryLine()}, read from the source: one method writes one event. */
    public static Map<String, Set<String>> byEvent() {
        String source = read();
        Set<String> counts = all(KEY, source.substring(source.indexOf("void withCounts(")));
        Map<String, Set<String>> keys = new TreeMap<>();
        for (String method : source.split("@Override")) {
            Set<String> events = all(EVENT, method);
            if (!events.isEmpty()) {
                String body = method.split("private static")[0];
                Set<String> own = all(KEY, body);
                own.addAll(body.contains("withCounts(") ? counts : Set.of());
                events.forEach(event -> keys.put(event, own));
            }
        }
        return keys;
    }

    /** The keys that a line has whatever its event. */
    public static Set<String> ofEveryLine() {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "%s", ExtLogRecord.FormatStyle.PRINTF, "logger");
        record.setParameters(new Object[] {new LogLine("any", "A sentence.")});
        try {
            Set<String> keys = new TreeSet<>();
            new ObjectMapper()
                    .readTree(new JsonLines().format(record))
                    .fieldNames()
                    .forEachRemaining(keys::add);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String read() {
        try {
            return Files.readString(SOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
