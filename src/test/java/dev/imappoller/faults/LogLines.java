package dev.imappoller.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the product logs in this process, as long as this is open. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.imappoller");
    private final PatternFormatter format = new PatternFormatter("%s %X %e");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        logger.addHandler(this);
    }

    /** All lines so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(format.format(ExtLogRecord.wrap(line)));
    }

    @Override
    public void flush() {
        // They are here as soon as they are said.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
