package dev.qunfa.dispatch;

import dev.qunfa.store.QueuedMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What comes in for partitions while their backlog is being read: it may not overtake the backlog (I5), and nobody waits for it.
 * Bounded (I8): of a partition for which too much comes in, nothing is kept, because the database has it all. For one thread.
 */
final class RecoveryArrivals {
    private final int max;
    private final Map<Integer, List<QueuedMessage>> arrived = new HashMap<>();
    private final Set<Integer> overflowed = new HashSet<>();

    /** @param max most messages of a partition */
    RecoveryArrivals(int max) {
        this.max = max;
    }

    void add(QueuedMessage message) {
        int partition = message.origin().partition();
        if (overflowed.contains(partition)) {
            return;
        }
        List<QueuedMessage> messages = arrived.computeIfAbsent(partition, key -> new ArrayList<>());
        messages.add(message.withoutBody());
        if (messages.size() > max) {
            arrived.remove(partition);
            overflowed.add(partition);
        }
    }

    /** Hands over all that came in, in its order; empty if some of it was not kept and the backlog has to be read once more. */
    Optional<List<QueuedMessage>> remove(int partition) {
        List<QueuedMessage> messages = arrived.remove(partition);
        if (overflowed.remove(partition)) {
            return Optional.empty();
        }
        return Optional.of(messages == null ? List.of() : messages);
    }

    void clear(Collection<Integer> partitions) {
        arrived.keySet().removeAll(partitions);
        overflowed.removeAll(partitions);
    }
}
