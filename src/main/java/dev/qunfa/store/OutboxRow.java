package dev.qunfa.store;

import dev.qunfa.lifecycle.EventType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The events that one transaction told of one partition's messages; they leave the outbox together.
 *
 * @param id its place in the outbox: of two rows that tell of the same message, the later one has the higher id. Below zero it is a
 *     message's held events, and the number is the message's
 * @param partition of the requests topic, from which the messages came
 * @param events in the order in which they happened
 * @param unreadable those that cannot be read: stored by a later version, or damaged
 */
public record OutboxRow(long id, int partition, List<OutboxEntry> events, List<EventKey> unreadable) {
    /** They say no more than that all goes its way. */
    private static final Set<EventType> PATIENT = EnumSet.of(EventType.QUEUED, EventType.ACCEPTED);

    /** All of its events can be read. */
    public OutboxRow(long id, int partition, List<OutboxEntry> events) {
        this(id, partition, events, List.of());
    }

    /** Whether these are a message's held events, and no row of the outbox. */
    public boolean isHeld() {
        return id < 0;
    }

    /** Of all of its events. */
    public List<EventKey> keys() {
        return Stream.concat(events.stream().map(OutboxEntry::key), unreadable.stream())
                .toList();
    }

    /** Whether somebody may be waiting for one of the events. */
    boolean isUrgent() {
        return events.stream()
                .anyMatch(entry -> !PATIENT.contains(entry.event().what().type()));
    }
}
