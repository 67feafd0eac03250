package dev.qunfa.dispatch;

import dev.qunfa.store.QueuedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How much is under way, in all and of each partition. What is answered makes room for others, while its outcome is being stored;
 * a partition is drained when that is done too. For one thread, but for the gauges.
 */
final class InFlight {
    private record Drain(Set<Integer> partitions, CompletableFuture<Void> done) {}

    /** More than that are only answered and not stored if the database stands still. */
    private static final int UNDER_WAY_FOR_EACH_UNANSWERED = 4;

    private final int maxCount;
    private final long maxBytes;
    private final Set<QueuedMessage> unanswered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Integer, Integer> byPartition = new HashMap<>();
    private final List<Drain> drains = new ArrayList<>();
    private volatile int count;
    private long bytes;
    private int underWay;

    InFlight(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    boolean hasRoom() {
        return count < maxCount && bytes < maxBytes && underWay / UNDER_WAY_FOR_EACH_UNANSWERED < maxCount;
    }

    void add(QueuedMessage message) {
        unanswered.add(message);
        underWay++;
        count = unanswered.size();
        bytes += message.bytes();
        byPartition.merge(message.origin().partition(), 1, Integer::sum);
    }

    /**
     * Its POST is over; its outcome is still to be stored.
     *
     * @param message the very one that was added
     */
    void answered(QueuedMessage message) {
        if (unanswered.remove(message)) {
            count = unanswered.size();
            bytes -= message.bytes();
        }
    }

    /**
     * Nothing of it is left to do.
     *
     * @param message the very one that was added
     */
    void remove(QueuedMessage message) {
        answered(message);
        underWay--;
        byPartition.computeIfPresent(message.origin().partition(), (key, number) -> number == 1 ? null : number - 1);
        finishDrains();
    }

    /** Completes when nothing of the partitions is under way any more. */
    CompletableFuture<Void> drained(Set<Integer> partitions) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        drains.add(new Drain(Set.copyOf(partitions), done));
        finishDrains();
        return done;
    }

    /** Completes when nothing at all is under way any more; nothing may be added meanwhile. */
    CompletableFuture<Void> drained() {
        return drained(byPartition.keySet());
    }

    /** What is not answered yet. For any thread. */
    int count() {
        return count;
    }

    private void finishDrains() {
        drains.removeIf(drain -> drain.partitions().stream().noneMatch(byPartition::containsKey)
                && drain.done().complete(null));
    }
}
