package dev.imappoller.bench.candidate;

import dev.imappoller.bench.set.Share;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A control group of Linux whose processes get a share of one core together, as Lambda gives it by memory. */
public final class ProcessorShare implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String NAME = "imap-poller-bench-";

    /** The share is given anew so often. */
    private static final int PERIOD_MICROS = 20_000;

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofSeconds(20);

    private final Path group;
    private final boolean afterInit;

    private ProcessorShare(Path group, boolean afterInit) {
        this.group = group;
        this.afterInit = afterInit;
    }

    /**
     * Makes the group.
     *
     * @throws IOException where this process may not: it takes root, or a part of the groups that was delegated
     */
    public static ProcessorShare of(Share share) throws IOException {
        boolean second = Files.exists(ROOT.resolve("cgroup.controllers"));
        String name = NAME + ProcessHandle.current().pid();
        Path group = Files.createDirectory((second ? ROOT : ROOT.resolve("cpu")).resolve(name));
        try {
            long quota = Math.round(share.ofOneCore() * PERIOD_MICROS);
            if (second) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            return new ProcessorShare(group, share.afterInit());
        } catch (IOException e) {
            Files.delete(group);
            throw e;
        }
    }

    /** Runs the command that it is given, within the group unless that is for later. */
    public List<String> launcher() {
        return afterInit
                ? List.of()
                : List.of(
                        "sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", members().toString());
    }

    /** What is to happen when the process has started and before it gets its first event: it waits for the start, and then limits it. */
    public void begin(LambdaRuntimeApi api, ChildProcess process) {
        if (afterInit) {
            Await.until(START, process::output, () -> !api.requests().isEmpty());
            try {
                Files.writeString(members(), Long.toString(process.handle().pid()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits for its processes to be gone, which takes those that were killed a while with little of a core. */
    @Override
    public void close() {
        if (!Await.within(END, this::isDeleted)) {
            throw new IllegalStateException(group + " still has processes");
        }
    }

    private Path members() {
        return group.resolve("cgroup.procs");
    }

    private boolean isDeleted() {
        try {
            Files.delete(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
