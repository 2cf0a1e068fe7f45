package dev.imappoller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.page.StatusPage;
import dev.imappoller.page.Theme;
import io.quarkus.funqy.Funq;

/** The {@code status} function: a page that shows how the pollers are doing, for a custom widget of a CloudWatch dashboard. */
public final class StatusFunction {
    private final StatusPage page;

    StatusFunction(StatusPage page) {
        this.page = page;
    }

    /**
     * Answers with HTML, or with Markdown that describes it.
     *
     * @param event {@code {"widgetContext":{"theme":"light"|"dark",…},…}} as a dashboard sends it, or {@code
     *     {"describe":true}}; anything else gets the page in the colours of the reader's system
     */
    @Funq
    public String status(JsonNode event) {
        return event.path("describe").asBoolean()
                ? StatusPage.DESCRIPTION
                : page.html(
                        Theme.named(event.path("widgetContext").path("theme").asText("")));
    }
}
