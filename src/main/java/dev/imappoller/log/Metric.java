package dev.imappoller.log;

/**
 * Every CloudWatch metric that is published, in the namespace {@link #NAMESPACE} with {@link #DIMENSION} as its only dimension. The
 * names are stable, since alarms and dashboards use them.
 */
public enum Metric {
    RUNS("Runs", Unit.COUNT, "runs that have ended"),
    POLLS("Polls", Unit.COUNT, "passes over a mailbox"),
    POLLERS_FAILING("PollersFailing", Unit.COUNT, "enabled pollers whose status is not OK, polled in this run or not"),
    AUTH_FAILING("AuthFailing", Unit.COUNT, "those among them whose login is refused (AUTH_FAILED, REAUTH_REQUIRED)"),
    DELIVERED("Delivered", Unit.COUNT, "messages that a web app took (2xx)"),
    REJECTED("Rejected", Unit.COUNT, "messages that a web app refused for good (4xx), now marked as read"),
    DEFERRED("Deferred", Unit.COUNT, "attempts at a message that failed; it stays unread and is tried again"),
    PARKED("Parked", Unit.COUNT, "messages that failed maxAttempts times and are not tried any more from now on"),
    UNREAD("Unread", Unit.COUNT, "messages not yet collected, over all enabled pollers, polled in this run or not"),
    OLDEST_UNREAD_SECONDS("OldestUnreadSeconds", Unit.SECONDS, "age of the oldest of them; 0 if there is none"),
    DELIVERY_MILLIS("DeliveryMillis", Unit.MILLISECONDS, "how long each POST took, answered or not"),
    RUN_MILLIS("RunMillis", Unit.MILLISECONDS, "how long a run took"),
    BUDGET_EXHAUSTED("BudgetExhausted", Unit.COUNT, "runs whose time was up before their work was done");

    public static final String NAMESPACE = "ImapPoller";
    public static final String DIMENSION = "Stack";

    private final String title;
    private final Unit unit;
    private final String meaning;

    Metric(String title, Unit unit, String meaning) {
        this.title = title;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** Its name in CloudWatch. */
    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    /** What is counted or measured, for the documents. */
    public String meaning() {
        return meaning;
    }

    /** A unit as CloudWatch names it. */
    public enum Unit {
        COUNT("Count"),
        SECONDS("Seconds"),
        MILLISECONDS("Milliseconds");

        private final String title;

        Unit(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }
}
