package dev.qunfa.dispatch;

import dev.qunfa.store.QueuedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** How much is on the wire, in all and of each partition. For one thread, but for the gauges. */
final class InFlight {
    private record Drain(Set<Integer> partitions, CompletableFuture<Void> done) {}

    private final int maxCount;
    private final long maxBytes;
    private final Map<Integer, Integer> byPartition = new HashMap<>();
    private final List<Drain> drains = new ArrayList<>();
    private volatile int count;
    private long bytes;

    InFlight(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    boolean hasRoom() {
        return count < maxCount && bytes < maxBytes;
    }

    void add(QueuedMessage message) {
        count = count + 1;
        bytes += message.bytes();
        byPartition.merge(message.origin().partition(), 1, Integer::sum);
    }

    /** @param message the very one that was added */
    void remove(QueuedMessage message) {
        count = count - 1;
        bytes -= message.bytes();
        byPartition.computeIfPresent(message.origin().partition(), (key, number) -> number == 1 ? null : number - 1);
        finishDrains();
    }

    /** Completes when nothing of the partitions is on the wire any more. */
    CompletableFuture<Void> drained(Set<Integer> partitions) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        drains.add(new Drain(Set.copyOf(partitions), done));
        finishDrains();
        return done;
    }

    /** Completes when nothing at all is on the wire any more; nothing may be added meanwhile. */
    CompletableFuture<Void> drained() {
        return drained(byPartition.keySet());
    }

    /** For any thread. */
    int count() {
        return count;
    }

    private void finishDrains() {
        drains.removeIf(drain -> drain.partitions().stream().noneMatch(byPartition::containsKey)
                && drain.done().complete(null));
    }
}
