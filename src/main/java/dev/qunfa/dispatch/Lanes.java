package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.QueuedMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One FIFO for each (robot, group): the head of a lane may start, the others wait until it is done (I5). Lanes take turns,
 * so a long one does not starve the others. For one thread, but for {@link #reasonOf}.
 */
final class Lanes {
    private record Key(String robotId, String groupId) {
        static Key of(QueuedMessage message) {
            return new Key(message.target().robotId(), message.target().groupId());
        }
    }

    private static final class Lane {
        private final Deque<QueuedMessage> waiting = new ArrayDeque<>();
        private volatile String head;
        private volatile String started;

        private boolean isBusy() {
            return started != null;
        }

        private void noteHead() {
            head = waiting.isEmpty() ? null : waiting.element().msgId();
        }
    }

    private final Map<Key, Lane> lanes = new HashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final Map<String, Lane> present = new ConcurrentHashMap<>();
    private int waiting;
    private long bytes;

    /** Takes a message in, unless it is here already, waiting or started. */
    void add(QueuedMessage message) {
        if (present.containsKey(message.msgId())) {
            return;
        }
        Lane lane = lanes.computeIfAbsent(Key.of(message), key -> new Lane());
        present.put(message.msgId(), lane);
        waiting++;
        bytes += message.body().length;
        lane.waiting.add(message);
        lane.noteHead();
        if (!lane.isBusy() && lane.waiting.size() == 1) {
            ready.add(lane);
        }
    }

    /** The next message whose turn has come; its lane is held until {@link #free}. */
    Optional<QueuedMessage> start() {
        Lane lane = ready.poll();
        if (lane == null) {
            return Optional.empty();
        }
        QueuedMessage next = lane.waiting.remove();
        lane.started = next.msgId();
        lane.noteHead();
        waiting--;
        bytes -= next.body().length;
        return Optional.of(next);
    }

    /** A started message no longer holds its lane. */
    void free(QueuedMessage message) {
        Key key = Key.of(message);
        Lane lane = lanes.get(key);
        lane.started = null;
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
        lanes.values().forEach(lane -> {
            lane.waiting.removeIf(message -> isOf(partitions, message));
            lane.noteHead();
        });
        ready.removeIf(lane -> lane.waiting.isEmpty());
        lanes.values().removeIf(lane -> lane.waiting.isEmpty() && !lane.isBusy());
    }

    /** What holds a waiting message back; empty if it is not here, or is just being started. For any thread. */
    Optional<WaitingReason> reasonOf(String msgId) {
        Lane lane = present.get(msgId);
        if (lane == null || msgId.equals(lane.started)) {
            return Optional.empty();
        }
        boolean isNext = !lane.isBusy() && msgId.equals(lane.head);
        return Optional.of(isNext ? WaitingReason.IN_FLIGHT_LIMIT : WaitingReason.GROUP_ORDER);
    }

    int waiting() {
        return waiting;
    }

    /** The bodies of those that wait, in bytes. */
    long bytes() {
        return bytes;
    }

    int lanes() {
        return lanes.size();
    }

    private boolean isOf(Set<Integer> partitions, QueuedMessage message) {
        boolean dropped = partitions.contains(message.origin().partition());
        if (dropped) {
            waiting--;
            bytes -= message.body().length;
            present.remove(message.msgId());
        }
        return dropped;
    }
}
