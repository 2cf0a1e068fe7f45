package dev.imappoller.poller.pass;

import dev.imappoller.poller.pass.PassEvent.TableCall;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls that a function waits for. Each has two moments: when it takes effect, and when its answer arrives; either may fail. */
final class SimWaiting {
    private final SimWorld world;
    private final SimFunction function;
    private int calls;
    private Optional<Runnable> onCut = Optional.empty();
    private Optional<Runnable> onInterrupt = Optional.empty();

    SimWaiting(SimWorld world, SimFunction function) {
        this.world = world;
        this.function = function;
    }

    /** What is asked of the mailbox fails at once. */
    void cut() {
        onCut.ifPresent(Runnable::run);
    }

    /** What is asked of a table is not waited for. */
    void interrupt() {
        onInterrupt.ifPresent(Runnable::run);
    }

    /** Asks the mailbox; one that says nothing is given up after some time. */
    void mailbox(long patience, PassEvent failed, PassEvent cut, Supplier<PassEvent> question) {
        if (function.call().isCut()) {
            function.tell(cut);
            return;
        }
        int call = begin();
        onCut = Optional.of(() -> answer(call, cut));
        if (world.odd(SimFault.SILENT_SERVER)) {
            world.in(patience, () -> answer(call, failed));
            return;
        }
        long slow = world.odd(SimFault.SLOW_SERVER) ? world.within(20) : 0;
        world.in(world.latency() + slow, () -> {
            if (calls == call && function.isAlive()) {
                PassEvent event = question.get();
                world.in(world.latency(), () -> answer(call, event));
            }
        });
    }

    /**
     * Asks the State table.
     *
     * @param partly what may be done though it fails
     */
    void table(TableCall kind, Supplier<PassEvent> question, Runnable partly) {
        int call = begin();
        boolean isSlow = world.odd(SimFault.TABLE_SLOW);
        if (isSlow) {
            function.record().slow(world.now());
        }
        PassEvent failed = new PassEvent.TableFailed(kind, "The table can't be used.");
        onInterrupt = Optional.of(() -> {
            function.call().failed(kind);
            answer(call, failed);
        });
        world.in(isSlow ? world.within(2) : world.latency(), () -> {
            boolean isDone = !world.odd(SimFault.TABLE_FAILS);
            PassEvent answer = isDone ? question.get() : failed;
            if (!isDone) {
                partly.run();
            }
            boolean isLost = !isDone || world.odd(SimFault.TABLE_ANSWER_LOST);
            if (isLost) {
                function.call().failed(kind);
            }
            world.in(world.latency(), () -> answer(call, isLost ? failed : answer));
        });
    }

    private int begin() {
        function.block();
        return ++calls;
    }

    private void answer(int call, PassEvent event) {
        if (calls == call) {
            calls++;
            onCut = Optional.empty();
            onInterrupt = Optional.empty();
            function.unblock(event);
        }
    }
}
