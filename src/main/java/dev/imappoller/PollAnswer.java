package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.imappoller.page.StatusPage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * What the {@code poll} function answers with.
 *
 * @param html the report as a sentence in HTML, for a person who pressed a button of the status page: a dashboard would show them JSON
 */
@RegisterForReflection
public record PollAnswer(Report report, Optional<String> html) {
    static PollAnswer of(Report report) {
        return new PollAnswer(report, Optional.empty());
    }

    static PollAnswer ofButton(Report report) {
        return new PollAnswer(report, Optional.of(StatusPage.answer(said(report))));
    }

    /** The HTML if there is some, else the report. */
    @JsonValue
    public Object json() {
        return html.isPresent() ? html.get() : report;
    }

    private static String said(Report report) {
        return report.error()
                .or(report::done)
                .orElseGet(() -> report.pollers().size() == 1
                        ? report.pollers().get(0).statusDetail()
                        : "Polled " + report.polled() + ", failed " + report.failed() + ".");
    }
}
