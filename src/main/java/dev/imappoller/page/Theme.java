package dev.imappoller.page;

import java.util.Locale;

/** The colours of the page: those of the dashboard that it stands in, else as the reader's system has it. */
public enum Theme {
    LIGHT,
    DARK,
    SYSTEM;

    /** The theme that a dashboard names, {@code light} or {@code dark}. */
    public static Theme named(String name) {
        for (Theme theme : values()) {
            if (theme.style().equals(name)) {
                return theme;
            }
        }
        return SYSTEM;
    }

    public String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
