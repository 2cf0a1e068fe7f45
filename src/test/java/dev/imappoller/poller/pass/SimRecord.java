package dev.imappoller.poller.pass;

import java.util.HashSet;
import java.util.Set;

/** What a function has done and suffered: what excuses duplicates, and what is to be in order. */
final class SimRecord {
    private static final long NEVER = Long.MIN_VALUE;

    private final Set<Long> unmarked = new HashSet<>();
    private long killedAt = NEVER;
    private long pausedAt = NEVER;
    private long pausedUntil = NEVER;
    private long troubleAt = NEVER;
    private long slowAt = NEVER;
    private long blockedSince = NEVER;
    private long leaseAskedAt = NEVER;
    private boolean isLeaseLost;
    private long brokenAt = NEVER;
    private boolean wasConnectionLost;
    private boolean isClaimed;
    private boolean isOverlapped;
    private boolean isClockWrong;
    private boolean isStatusWritten;
    private boolean isBucketFailing;

    void killed(long now) {
        killedAt = now;
    }

    boolean isKilled() {
        return killedAt != NEVER;
    }

    void paused(long now, long until) {
        pausedAt = now;
        pausedUntil = until;
    }

    /** Whether it stood still at any time since then. */
    boolean wasPausedSince(long then) {
        return pausedAt != NEVER && pausedUntil >= then;
    }

    boolean wasEverPaused() {
        return pausedAt != NEVER;
    }

    /** A table took very long. */
    void slow(long now) {
        slowAt = now;
    }

    boolean wasSlowSince(long then) {
        return slowAt != NEVER && slowAt >= then;
    }

    /** A table could not be used, or did not answer. */
    void trouble(long now) {
        troubleAt = now;
    }

    boolean hadTroubleSince(long then) {
        return troubleAt != NEVER && troubleAt >= then;
    }

    void blocked(long now) {
        blockedSince = now;
    }

    void unblocked() {
        blockedSince = NEVER;
    }

    boolean isBlockedSince(long then) {
        return blockedSince != NEVER && blockedSince <= then;
    }

    /** It has the lease, for which it asked then. */
    void leased(long askedAt) {
        leaseAskedAt = askedAt;
    }

    /** It came to know that it has not the lease any more. */
    void leaseLost() {
        isLeaseLost = true;
    }

    boolean isLeaseLost() {
        return isLeaseLost;
    }

    boolean wasLeased() {
        return leaseAskedAt != NEVER;
    }

    long leaseAskedAt() {
        return leaseAskedAt;
    }

    void broken(long now) {
        brokenAt = now;
    }

    boolean isBroken() {
        return brokenAt != NEVER;
    }

    /** Whether an error had struck by then: answers that come later are for nobody. */
    boolean wasBrokenBy(long then) {
        return isBroken() && brokenAt <= then;
    }

    /** The run wrote the status in its place. */
    void claimed() {
        isClaimed = true;
    }

    boolean isClaimed() {
        return isClaimed;
    }

    void overlapped() {
        isOverlapped = true;
    }

    boolean isOverlapped() {
        return isOverlapped;
    }

    void clockIsWrong() {
        isClockWrong = true;
    }

    boolean isClockWrong() {
        return isClockWrong;
    }

    void statusWritten() {
        isStatusWritten = true;
    }

    boolean isStatusWritten() {
        return isStatusWritten;
    }

    /** It came to know that attachments could not be stored. */
    void bucketFails() {
        isBucketFailing = true;
    }

    boolean isBucketFailing() {
        return isBucketFailing;
    }

    /** The web app has given a final answer; how many there are now that are not marked. */
    int answered(long uid) {
        unmarked.add(uid);
        return unmarked.size();
    }

    /** A message is marked, or it is known that it can't be. */
    void settled(long uid) {
        unmarked.remove(uid);
    }

    /** From now on the ledger knows what was answered; what was marked last, nobody does. */
    void connectionLost() {
        wasConnectionLost = true;
        unmarked.clear();
    }

    boolean wasConnectionLost() {
        return wasConnectionLost;
    }

    /** Another connection is open. */
    void opened() {
        unmarked.clear();
    }
}
