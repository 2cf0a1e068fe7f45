package dev.imappoller.poller.lease;

import java.time.Duration;

/** Tells whether a pass may still act under its lease, and when it is to be renewed. */
public final class LeaseHold {
    /** It is renewed well before its end. */
    private static final Duration RENEWED_AFTER = Duration.ofSeconds(4);

    /** What is posted in the last seconds of a lease might be posted by its next owner too. */
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(8);

    /** After an attempt to renew it that failed. */
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

    private long heldSince;
    private long askedAt;
    private long askAgainAt;
    private boolean asked;
    private boolean lost = true;
    private boolean taken;

    /** An attempt to take or renew it begins: how long that takes is part of the lease. */
    public void asked(long now) {
        askedAt = now;
        asked = true;
    }

    /** An attempt has ended. */
    public void answered(boolean isMine) {
        heldSince = askedAt;
        askAgainAt = askedAt;
        asked = false;
        lost = !isMine;
        taken = taken || isMine;
    }

    /** It is not known what came of an attempt to renew it. It is tried again until the lease can't be trusted any more. */
    public void failed(long now) {
        asked = false;
        askAgainAt = now + AGAIN_AFTER.toNanos();
        lost = lost || !isTrusted(now);
    }

    /** Nobody will tell what came of an attempt that was under way. */
    public void unknown(long now) {
        if (asked) {
            failed(now);
        }
    }

    /** Whether it was ever had. */
    public boolean wasTaken() {
        return taken;
    }

    /** Whether another pass may have it, for good. */
    public boolean isLost() {
        return lost;
    }

    /** Whether messages may be posted and records written. Where not, and it isn't lost, its renewal tells. */
    public boolean isKept(long now) {
        return !lost && !asked && isTrusted(now);
    }

    /** Whether it is to be renewed now. */
    public boolean isRenewalDue(long now) {
        return !lost && !asked && now - heldSince >= RENEWED_AFTER.toNanos() && now - askAgainAt >= 0;
    }

    /** How long it may be until {@link #isRenewalDue}. */
    public Duration untilRenewal(long now) {
        long due = Math.max(heldSince + RENEWED_AFTER.toNanos() - now, askAgainAt - now);
        return Duration.ofNanos(Math.max(0, due));
    }

    /** Until when no other pass can have it, as far as is known. */
    public long trustedUntil() {
        return heldSince + TRUSTED_FOR.toNanos();
    }

    private boolean isTrusted(long now) {
        return now - trustedUntil() < 0;
    }
}
