package dev.imappoller.faults;

import dev.imappoller.testing.Await;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The function's process, with a Lambda service of its own. */
record Function(LambdaRuntimeApi runtime, FunctionProcess process) implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(90);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "invocation");
        thread.setDaemon(true);
        return thread;
    });

    /** Polls all pollers, and waits for the answer or for the process' end. */
    void tick() {
        invoke("{}");
    }

    /** Polls one. */
    void poll(Account account) {
        invoke("{\"op\":\"poll\",\"pollerId\":\"" + account.id + "\"}");
    }

    void invoke(String event) {
        CompletableFuture<LambdaRuntimeApi.Reply> answer = begin(event);
        Await.until(BOUND, process::output, () -> answer.isDone() || !process.isAlive());
    }

    /** Invokes it and does not wait. */
    CompletableFuture<LambdaRuntimeApi.Reply> begin(String event) {
        return CompletableFuture.supplyAsync(() -> runtime.invokeForReply(event, BOUND), THREADS);
    }

    @Override
    public void close() {
        process.close();
        runtime.close();
    }
}
