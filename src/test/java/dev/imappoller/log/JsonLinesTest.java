package dev.imappoller.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    @Test
    void putsTheFieldsBesideTheMessage() {
        LogLine line = new LogLine("delivery", "Delivered message 5 of \"a\"\nb")
                .with("pollerId", "a")
                .with("uid", 5);

        String written = format(line);
        JsonPath json = JsonPath.from(written);

        assertThat(written.strip()).doesNotContain("\n");
        assertThat(json.getString("message")).isEqualTo("Delivered message 5 of \"a\"\nb");
        assertThat(json.getString("level")).isEqualTo("INFO");
        assertThat(json.getString("event")).isEqualTo("delivery");
        assertThat(json.getString("pollerId")).isEqualTo("a");
        assertThat(json.getLong("uid")).isEqualTo(5);
        assertThat(json.getString("timestamp")).isNotBlank();
        assertThat(json.getString("hostName")).isNull();
    }

    @Test
    void leavesOtherRecordsAsTheyAre() {
        assertThat(JsonPath.from(format("started")).getString("message")).isEqualTo("hello started");
    }

    private static String format(Object parameter) {
        String format = parameter instanceof LogLine ? "%s" : "hello %s";
        ExtLogRecord record = new ExtLogRecord(Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, "logger");
        record.setParameters(new Object[] {parameter});
        return new JsonLines().format(record);
    }
}
