package dev.imappoller.poller.operation;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.ConnectionFailures;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command that marks or unmarks some messages, or looks whether they are unseen, and is waited for. */
final class FlagChange implements Mailbox.Listener {
    private final Set<Long> open;
    private final Set<Long> changed = new HashSet<>();
    private final CompletableFuture<FlagChange> ended = new CompletableFuture<>();
    private @Nullable Failure refusal;

    private FlagChange(Collection<Long> uids) {
        this.open = new HashSet<>(uids);
    }

    /**
     * Has a command carried out.
     *
     * @param command is given whom to tell
     * @throws MailboxException if the connection is lost, or the time is up; any of the messages may then be changed
     */
    static FlagChange of(Poller poller, Collection<Long> uids, Consumer<Mailbox.Listener> command)
            throws MailboxException {
        FlagChange change = new FlagChange(uids);
        command.accept(change);
        try {
            return change.ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxException(ConnectionFailures.notDoneInTime(poller), e);
        } catch (ExecutionException e) {
            throw (MailboxException) e.getCause();
        }
    }

    /** The messages whose flag was changed, or those that were found unseen. */
    Set<Long> changed() {
        return changed;
    }

    /** Why the server would not change others, if there are any. */
    Optional<Failure> refusal() {
        return Optional.ofNullable(refusal);
    }

    private void done(Collection<Long> uids) {
        changed.addAll(uids);
        end(uids);
    }

    private void refused(Collection<Long> uids, Failure failure) {
        refusal = failure;
        end(uids);
    }

    private void end(Collection<Long> uids) {
        uids.forEach(open::remove);
        if (open.isEmpty()) {
            ended.complete(this);
        }
    }

    @Override
    public void marked(Collection<Long> uids) {
        done(uids);
    }

    @Override
    public void markRefused(Collection<Long> uids, Failure failure) {
        refused(uids, failure);
    }

    @Override
    public void unmarked(Collection<Long> uids) {
        done(uids);
    }

    @Override
    public void unmarkRefused(Collection<Long> uids, Failure failure) {
        refused(uids, failure);
    }

    @Override
    public void lost(MailboxException cause) {
        ended.completeExceptionally(cause);
    }

    @Override
    public void arrived(long uid, RawMessage message, boolean seen) {
        message.close(); // None was asked for.
    }

    @Override
    public void gone(long uid) {
        // None was asked for.
    }

    @Override
    public void missing(long uid) {
        // None was asked for.
    }

    @Override
    public void unavailable(long uid, Failure failure) {
        // None was asked for.
    }

    @Override
    public void unseenChecked(Collection<Long> uids, Set<Long> unseen) {
        changed.addAll(unseen);
        end(uids);
    }
}
