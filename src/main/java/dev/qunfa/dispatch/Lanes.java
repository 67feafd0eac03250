package dev.qunfa.dispatch;

import dev.qunfa.store.QueuedMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One FIFO for each (robot, group): the head of a lane may start, the others wait until it is done (I5). Lanes take turns,
 * so a long one does not starve the others. Not thread-safe.
 */
final class Lanes {
    private record Key(String robotId, String groupId) {
        static Key of(QueuedMessage message) {
            return new Key(message.target().robotId(), message.target().groupId());
        }
    }

    private static final class Lane {
        private final Deque<QueuedMessage> waiting = new ArrayDeque<>();
        private boolean busy;
    }

    private final Map<Key, Lane> lanes = new HashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final Set<String> present = new HashSet<>();
    private int waiting;

    /** Takes a message in, unless it is here already, waiting or started. */
    void add(QueuedMessage message) {
        if (!present.add(message.msgId())) {
            return;
        }
        waiting++;
        Lane lane = lanes.computeIfAbsent(Key.of(message), key -> new Lane());
        lane.waiting.add(message);
        if (!lane.busy && lane.waiting.size() == 1) {
            ready.add(lane);
        }
    }

    /** The next message whose turn has come; its lane is held until {@link #free}. */
    Optional<QueuedMessage> start() {
        Lane lane = ready.poll();
        if (lane == null) {
            return Optional.empty();
        }
        lane.busy = true;
        waiting--;
        return Optional.of(lane.waiting.remove());
    }

    /** A started message no longer holds its lane. */
    void free(QueuedMessage message) {
        Key key = Key.of(message);
        Lane lane = lanes.get(key);
        lane.busy = false;
        if (lane.waiting.isEmpty()) {
            lanes.remove(key);
        } else {
            ready.add(lane);
        }
    }

    /** A started message is done with; from now on it would be taken in again. */
    void forget(QueuedMessage message) {
        present.remove(message.msgId());
    }

    /** Lets go of what waits for partitions that another replica serves now. What has started goes on. */
    void drop(Set<Integer> partitions) {
        lanes.values().forEach(lane -> lane.waiting.removeIf(message -> isOf(partitions, message)));
        ready.removeIf(lane -> lane.waiting.isEmpty());
        lanes.values().removeIf(lane -> lane.waiting.isEmpty() && !lane.busy);
    }

    int waiting() {
        return waiting;
    }

    int lanes() {
        return lanes.size();
    }

    private boolean isOf(Set<Integer> partitions, QueuedMessage message) {
        boolean dropped = partitions.contains(message.origin().partition());
        if (dropped) {
            waiting--;
            present.remove(message.msgId());
        }
        return dropped;
    }
}
