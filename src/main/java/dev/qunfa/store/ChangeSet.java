package dev.qunfa.store;

import dev.qunfa.lifecycle.Decision;
import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.lifecycle.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a set of triggers does to the messages they concern: the transaction's thinking, done in memory while the rows
 * are locked. Triggers of one message take effect one after the other.
 */
final class ChangeSet {
    /** A message that moved, with the row it was read from. */
    record Moved(LockedMessage before, Message after) {}

    /** An event to write: the message is as the event's own transition left it. */
    record Told(LockedMessage row, Message message, Emission event) {
        /** As the outbox would give it back. */
        OutboxEntry entry(Instant at) {
            Provenance provenance = row.provenance();
            Snapshot snapshot = new Snapshot(
                    message.msgId(),
                    message.target(),
                    message.schedule().deadline(),
                    message.status(),
                    message.items(),
                    message.attempts(),
                    message.msgSn(),
                    provenance.metadata());
            UUID id = StatusEvent.idOf(message.msgId(), provenance.createdAt(), event.seq());
            return new OutboxEntry(row.id(), new StatusEvent(id, event, snapshot, at), provenance.traceparent());
        }
    }

    private final Map<String, LockedMessage> locked = new HashMap<>();
    private final Map<String, Message> current = new HashMap<>();
    private final Map<String, Moved> moved = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private final Set<Integer> held;
    private final Set<Integer> reliedOn = new HashSet<>();
    private List<Moved> inOrder;

    /** @param held the partitions of which this replica may begin attempts */
    ChangeSet(List<LockedMessage> rows, Set<Integer> held) {
        this.held = held;
        for (LockedMessage row : rows) {
            locked.put(row.message().msgId(), row);
            current.put(row.message().msgId(), row.message());
        }
    }

    List<Applied> applyAll(List<Change> changes) {
        List<Applied> results = new ArrayList<>(changes.size());
        changes.forEach(change -> results.add(apply(change)));
        return results;
    }

    /** In the order of their keys. */
    List<Moved> moved() {
        if (inOrder == null) {
            inOrder = new ArrayList<>(moved.values());
            inOrder.sort(Comparator.comparingLong(row -> row.before().id()));
        }
        return inOrder;
    }

    boolean hasMoved(LockedMessage row) {
        return moved.containsKey(row.message().msgId());
    }

    List<Told> told() {
        return told;
    }

    /** The partitions of which it was decisive that they are held. */
    Set<Integer> reliedOn() {
        return reliedOn;
    }

    private Applied apply(Change change) {
        Message message = current.get(change.msgId());
        if (message == null) {
            return new Applied.Unknown();
        }
        if (change.isForTheOwner() && !relyOn(locked.get(change.msgId()).partition())) {
            return new Applied.Unmoved(IgnoredReason.FENCED, message);
        }
        Decision decision = message.on(change.trigger());
        if (decision instanceof Decision.Ignored ignored) {
            rearm(change, message);
            return new Applied.Unmoved(ignored.reason(), message);
        }
        return move(message.status(), (Decision.Moved) decision);
    }

    private boolean relyOn(int partition) {
        return held.contains(partition) && (reliedOn.contains(partition) || reliedOn.add(partition));
    }

    /** A timer that fired too early, by other windows than today's, is written anew. */
    private void rearm(Change change, Message message) {
        if (change.trigger() instanceof Trigger.TimeReached) {
            moved.putIfAbsent(message.msgId(), new Moved(locked.get(message.msgId()), message));
        }
    }

    private Applied move(MessageStatus from, Decision.Moved decision) {
        Message next = decision.next();
        LockedMessage row = locked.get(next.msgId());
        current.put(next.msgId(), next);
        moved.put(next.msgId(), new Moved(row, next));
        decision.events().forEach(event -> told.add(new Told(row, next, event)));
        return new Applied.Moved(from, next);
    }
}
