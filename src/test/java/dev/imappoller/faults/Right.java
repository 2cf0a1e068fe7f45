package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;

/** What has to be so after the polls of an account, whatever its server or web app does. */
@FunctionalInterface
interface Right {
    void check(Polls polls);

    /** Nothing beyond what is right for all. */
    Right ANYWAY = polls -> {};

    /** All that is there is delivered and marked in every poll. */
    static Right delivered() {
        return allBut(1);
    }

    /**
     * All but some messages are delivered and marked.
     *
     * @param from the first poll that has to do it, from 1
     * @param poison may be open or not
     */
    static Right allBut(int from, Integer... poison) {
        return polls -> {
            for (int poll = from; poll <= polls.count(); poll++) {
                assertThat(Set.of(poison))
                        .as("the only open ones after poll %s", poll)
                        .containsAll(polls.after(poll).open());
            }
        };
    }

    /** This message is open in the end, is counted as unread, and the status is not silent about it. */
    static Right stays(int poison) {
        return polls -> {
            assertThat(polls.last().open()).as("open in the end").contains(poison);
            assertThat(polls.last().unreadCount()).as("unreadCount").contains(1);
            isSaid(polls);
        };
    }

    /** This message may have been delivered after all; else it is on record, or told as one that the server has nothing of. */
    static Right deliveredOrOnRecord(int poison) {
        return polls -> {
            boolean phantom = polls.last().detail().contains("has nothing of");
            if (polls.last().open().contains(poison) && !phantom) {
                stays(poison).and(onRecord(poison)).check(polls);
            }
        };
    }

    private static void isSaid(Polls polls) {
        assertThat(polls.last().detail())
                .as("statusDetail")
                .isNotEqualTo("No unread messages.")
                .doesNotMatch("Delivered \\d+ messages?\\.");
    }

    /** All that is there is delivered, or nothing is and the status says why. */
    static Right deliveredOrSaid(String why) {
        return polls -> {
            if (!polls.last().open().isEmpty()) {
                assertThat(polls.last().detail()).as("statusDetail").contains(why);
            }
        };
    }

    /** These messages are on record in the end. */
    static Right onRecord(int... numbers) {
        return polls -> {
            for (int number : numbers) {
                assertThat(polls.last().records())
                        .as("records")
                        .anyMatch(key -> key.endsWith("#" + polls.account.uid(number)));
            }
        };
    }

    /** The status after every poll from this one on. */
    static Right status(int from, String... allowed) {
        return polls -> {
            for (int poll = from; poll <= polls.count(); poll++) {
                assertThat(polls.after(poll).status())
                        .as("status after poll %s", poll)
                        .isIn((Object[]) allowed);
            }
        };
    }

    /** What the status says in the end. */
    static Right says(String... words) {
        return polls -> assertThat(polls.last().detail()).as("statusDetail").contains(words);
    }

    /** What the status never says. */
    static Right neverSays(String... words) {
        return polls -> {
            for (int poll = 1; poll <= polls.count(); poll++) {
                assertThat(polls.after(poll).detail()).as("statusDetail").doesNotContain(words);
            }
        };
    }

    /** Each message was posted once, but for some that may be posted again. */
    static Right posts(int atMost) {
        return polls ->
                assertThat(polls.account.history.requests()).as("requests").isLessThanOrEqualTo(atMost);
    }

    /** Nothing was posted again after its final answer. */
    static Right nothingTwice() {
        return polls ->
                assertThat(polls.account.history.duplicates()).as("duplicates").isZero();
    }

    /** Both. */
    default Right and(Right other) {
        return polls -> {
            check(polls);
            other.check(polls);
        };
    }

    /** What is so for every account: nothing lost or marked without an answer, and a status that a person can read. */
    static Right always() {
        Pattern hexDump = Pattern.compile("([0-9a-f]{2} ){8}|[0-9a-f]{32}");
        return polls -> {
            assertThat(polls.account.history.violations()).as("violations").isEmpty();
            for (int poll = 1; poll <= polls.count(); poll++) {
                Polls.After after = polls.after(poll);
                assertThat(after.status()).as("status after poll %s", poll).isNotEqualTo("none");
                assertThat(after.status())
                        .as("status after poll %s: %s", poll, after.detail())
                        .isNotEqualTo("INTERNAL_ERROR");
                assertThat(after.detail())
                        .doesNotContain("<html", "<body", "<!DOCTYPE")
                        .doesNotContainPattern(hexDump);
                assertThat(after.detail().chars()).noneMatch(Character::isISOControl);
                assertThat(after.detail().length()).as("octets of statusDetail").isLessThan(2000);
            }
        };
    }
}
