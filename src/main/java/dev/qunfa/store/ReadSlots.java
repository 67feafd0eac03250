package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Bounds the questions that are put to the database at once (I8): however many people ask, intake, callbacks and attempts find a
 * connection. A question without a slot waits for one, in order; if too many wait, it fails with {@link OverloadedException}.
 * Thread-safe.
 */
final class ReadSlots {
    private record Waiter(CompletableFuture<?> answer, Runnable start) {}

    private final String name;
    private final int max;
    private final int maxWaiting;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private int running;

    /**
     * @param name of the queue, for the failure
     * @param max most questions at once
     * @param maxWaiting most that wait, 0 for none
     */
    ReadSlots(String name, int max, int maxWaiting) {
        this.name = name;
        this.max = max;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Asks on the context that subscribes. A question that has begun holds its slot until it ends, even if nobody waits for it any
     * more: the database goes on with it.
     */
    <T> Uni<T> with(Supplier<Uni<T>> question) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<T> answer = new CompletableFuture<>();
            Context caller = Vertx.currentContext();
            Runnable start = () -> start(question, answer);
            Waiter waiter =
                    new Waiter(answer, caller == null ? start : () -> caller.runOnContext(ignored -> start.run()));
            if (!admit(waiter)) {
                return Uni.createFrom().failure(new OverloadedException(name, max + maxWaiting));
            }
            return Uni.createFrom().completionStage(answer);
        });
    }

    private boolean admit(Waiter waiter) {
        synchronized (this) {
            if (running == max) {
                waiting.removeIf(each -> each.answer().isDone());
                return waiting.size() < maxWaiting && waiting.add(waiter);
            }
            running++;
        }
        waiter.start().run();
        return true;
    }

    private <T> void start(Supplier<Uni<T>> question, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            // Whoever asked has given up while waiting.
            leave();
            return;
        }
        Uni.createFrom()
                .deferred(question::get)
                .onTermination()
                .invoke(this::leave)
                .subscribe()
                .with(answer::complete, answer::completeExceptionally);
    }

    private void leave() {
        Waiter next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
        }
        next.start().run();
    }

    synchronized int running() {
        return running;
    }
}
