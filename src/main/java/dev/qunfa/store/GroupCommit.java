package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets entries that arrive while a transaction runs share the next one.
 *
 * <p>An entry that finds the committer idle is committed at once; there is no delay. An entry that nobody waits for can be
 * submitted {@link #submitPatiently patiently}: it starts no transaction, but goes with the next. At most one transaction
 * runs at a time, so entries are committed in the order in which they were submitted. May be used from any thread; results
 * arrive on the thread on which the transaction ends.
 *
 * @param <T> an entry
 * @param <R> its result, known once it is committed
 */
public final class GroupCommit<T, R> {
    private record Waiting<T, R>(T entry, boolean patient, CompletableFuture<R> result) {}

    private final String name;
    private final int maxBatch;
    private final int maxQueued;
    private final Function<List<T>, Uni<List<R>>> transaction;
    private final Reminder reminder;
    private final Queue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger impatient = new AtomicInteger();
    private final AtomicBoolean reminded = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * @param transaction commits a batch and returns a result for each of its entries, in their order
     * @param later runs something when the patience of entries ends; at once where none is patient
     */
    public GroupCommit(
            String name,
            int maxBatch,
            int maxQueued,
            Function<List<T>, Uni<List<R>>> transaction,
            Consumer<Runnable> later) {
        this.name = name;
        this.maxBatch = maxBatch;
        this.maxQueued = maxQueued;
        this.transaction = transaction;
        this.reminder = new Reminder(this::remind, later);
    }

    /** Fails with {@link OverloadedException} at once if too many entries wait already. */
    public Uni<R> submit(T entry) {
        return submit(entry, false);
    }

    /** As {@link #submit}, but starts a transaction only if none has come along by the time that its patience ends. */
    Uni<R> submitPatiently(T entry) {
        return submit(entry, true);
    }

    private Uni<R> submit(T entry, boolean patient) {
        if (queued.incrementAndGet() > maxQueued) {
            queued.decrementAndGet();
            return Uni.createFrom().failure(new OverloadedException(name, maxQueued));
        }
        CompletableFuture<R> result = new CompletableFuture<>();
        if (!patient) {
            impatient.incrementAndGet();
        }
        queue.add(new Waiting<>(entry, patient, result));
        if (!patient) {
            commitNext();
        } else {
            reminder.set();
        }
        return Uni.createFrom().completionStage(result);
    }

    private void remind() {
        reminded.set(true);
        commitNext();
    }

    int queued() {
        return queued.get();
    }

    private void commitNext() {
        while (isDue() && running.compareAndSet(false, true)) {
            List<Waiting<T, R>> batch = takeBatch();
            if (!batch.isEmpty()) {
                commit(batch);
                return;
            }
            running.set(false);
        }
    }

    private boolean isDue() {
        return !queue.isEmpty() && (impatient.get() > 0 || reminded.get());
    }

    private List<Waiting<T, R>> takeBatch() {
        boolean patienceEnded = reminded.getAndSet(false);
        List<Waiting<T, R>> batch = new ArrayList<>();
        while (batch.size() < maxBatch) {
            Waiting<T, R> next = queue.poll();
            if (next == null) {
                break;
            }
            if (!next.patient()) {
                impatient.decrementAndGet();
            }
            batch.add(next);
        }
        if (patienceEnded && batch.size() == maxBatch) {
            reminded.set(true);
        }
        queued.addAndGet(-batch.size());
        return batch;
    }

    private void commit(List<Waiting<T, R>> batch) {
        attempt(batch).subscribe().with(ignored -> goOn(), failure -> goOn());
    }

    private void goOn() {
        running.set(false);
        commitNext();
    }

    /** Commits the batch; if its data is at fault, halves it until the faulty entry stands alone. */
    private Uni<Void> attempt(List<Waiting<T, R>> batch) {
        List<T> entries = batch.stream().map(Waiting::entry).toList();
        return Uni.createFrom()
                .deferred(() -> transaction.apply(entries))
                .invoke(results -> complete(batch, results))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure ->
                        batch.size() > 1 && DataFault.mayBeOfOneRow(failure) ? halves(batch) : fail(batch, failure));
    }

    private Uni<Void> halves(List<Waiting<T, R>> batch) {
        int middle = batch.size() / 2;
        return attempt(batch.subList(0, middle)).chain(() -> attempt(batch.subList(middle, batch.size())));
    }

    private void complete(List<Waiting<T, R>> batch, List<R> results) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).result().complete(results.get(i));
        }
    }

    private Uni<Void> fail(List<Waiting<T, R>> batch, Throwable failure) {
        batch.forEach(waiting -> waiting.result().completeExceptionally(failure));
        return Uni.createFrom().voidItem();
    }
}
