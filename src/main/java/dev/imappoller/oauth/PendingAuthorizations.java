package dev.imappoller.oauth;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.status.TableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The State table's record of a person's granting access that is under way: one for each poller, and a new one takes its place. */
public interface PendingAuthorizations {
    /** What was begun. */
    sealed interface UnderWay {
        /** For whom, of whom and by which way it was begun; it ends where the item says another. */
        String basis();

        /** When it ends by itself. */
        Instant until();

        /** What no two have in common. */
        Secret mark();

        /** What is made of it, by how access is granted. */
        <T> T either(Function<ByBrowser, T> browser, Function<ByDevice, T> device);
    }

    /**
     * By a browser, which comes back with the state.
     *
     * @param verifier what the code is proved to be one's own with (RFC 7636)
     */
    record ByBrowser(String basis, Instant until, Secret state, Secret verifier) implements UnderWay {
        @Override
        public Secret mark() {
            return state;
        }

        @Override
        public <T> T either(Function<ByBrowser, T> browser, Function<ByDevice, T> device) {
            return browser.apply(this);
        }
    }

    /**
     * By a code that is typed on another device (RFC 8628).
     *
     * @param verificationUrl where it is typed
     * @param interval how long to wait between questions
     */
    record ByDevice(
            String basis, Instant until, Secret deviceCode, String userCode, String verificationUrl, Duration interval)
            implements UnderWay {
        @Override
        public Secret mark() {
            return deviceCode;
        }

        @Override
        public <T> T either(Function<ByBrowser, T> browser, Function<ByDevice, T> device) {
            return device.apply(this);
        }
    }

    /**
     * What is under way, even if its time is over.
     *
     * @throws TableException if the table can't be read
     */
    Optional<UnderWay> find(String pollerId);

    /**
     * Writes it down in the place of an earlier one.
     *
     * @throws TableException if the table can't be written
     */
    void begin(String pollerId, UnderWay underWay);

    /**
     * Ends it.
     *
     * @return false if it has ended before, or another has taken its place
     * @throws TableException if the table can't be written
     */
    boolean end(String pollerId, UnderWay underWay);
}
