package dev.qunfa.store;

import dev.qunfa.lifecycle.StatusEvent;
import java.util.List;

/**
 * Some events of a message, in the order of {@code seq}.
 *
 * @param events the events
 * @param ended whether the message was final, and these are its last events
 */
public record Timeline(List<StatusEvent> events, boolean ended) {
    public Timeline {
        events = List.copyOf(events);
    }
}
