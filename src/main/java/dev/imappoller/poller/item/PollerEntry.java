package dev.imappoller.poller.item;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One item of the Pollers table: a poller or its mistakes, and what earlier runs wrote.
 *
 * @param alertEmail who is told of trouble, even of a wrong item
 * @param alertHook which program is told of it, even of a wrong item, unless its signing secret is wrong
 * @param hints a sentence for each attribute that looks like a known one written wrong
 */
public record PollerEntry(
        String pollerId,
        boolean enabled,
        Duration interval,
        Config config,
        PollerState state,
        Optional<String> alertEmail,
        Optional<AlertHook> alertHook,
        List<String> hints) {
    public PollerEntry {
        hints = List.copyOf(hints);
    }

    /** The poller, if the configuration is one that can be polled. */
    public Optional<Poller> poller() {
        return config.valid();
    }

    /** The configuration part of an item. */
    public sealed interface Config {
        /** The poller; empty if it can't be polled. */
        Optional<Poller> valid();

        /** One for each bad attribute: its name, what is wrong, and what it should be. Empty if it can be polled. */
        List<String> problems();

        /** A configuration that can be polled. */
        record Valid(Poller poller) implements Config {
            @Override
            public Optional<Poller> valid() {
                return Optional.of(poller);
            }

            @Override
            public List<String> problems() {
                return List.of();
            }
        }

        /** A configuration that can't. */
        record Invalid(List<String> problems) implements Config {
            public Invalid {
                problems = List.copyOf(problems);
            }

            @Override
            public Optional<Poller> valid() {
                return Optional.empty();
            }
        }
    }
}
