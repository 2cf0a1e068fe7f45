package dev.imappoller.log;

import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;

/** Writes a {@link LogLine}'s fields next to message, level and time, where Logs Insights finds them by their names. */
final class JsonLines extends JsonFormatter {
    /** Always the same in a Lambda function, or of no use there. */
    private static final Set<String> NOT_NEEDED = Set.of(
            "sequence",
            "loggerClassName",
            "threadId",
            "threadName",
            "mdc",
            "ndc",
            "hostName",
            "processName",
            "processId");

    JsonLines() {
        setExcludedKeys(NOT_NEEDED);
    }

    /** Takes the place of the plain JSON formatter wherever that is in use. */
    static void install() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            install(handler);
        }
    }

    private static void install(Handler handler) {
        if (handler.getFormatter() instanceof JsonFormatter) {
            handler.setFormatter(new JsonLines());
        }
        if (handler instanceof ExtHandler parent) {
            for (Handler child : parent.getHandlers()) {
                install(child);
            }
        }
    }

    @Override
    protected void after(Generator generator, ExtLogRecord record) throws Exception {
        super.after(generator, record);
        Object[] parameters = record.getParameters();
        if (parameters != null && parameters.length > 0 && parameters[0] instanceof LogLine line) {
            for (Map.Entry<String, Object> field : line.fields().entrySet()) {
                if (field.getValue() instanceof Long number) {
                    generator.add(field.getKey(), number.longValue());
                } else {
                    generator.add(field.getKey(), field.getValue().toString());
                }
            }
        }
    }
}
