package dev.qunfa.store;

import dev.qunfa.lifecycle.EventType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The events that one transaction told of one partition's messages; they leave the outbox together.
 *
 * @param id its place in the outbox: of two rows that tell of the same message, the later one has the higher id
 * @param partition of the requests topic, from which the messages came
 * @param events in the order in which they happened
 */
public record OutboxRow(long id, int partition, List<OutboxEntry> events) {
    /** They say no more than that all goes its way. */
    private static final Set<EventType> PATIENT = EnumSet.of(EventType.QUEUED, EventType.ACCEPTED);

    /** Whether somebody may be waiting for one of the events. */
    boolean isUrgent() {
        return events.stream()
                .anyMatch(entry -> !PATIENT.contains(entry.event().what().type()));
    }
}
