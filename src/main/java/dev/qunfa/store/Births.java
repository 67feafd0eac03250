package dev.qunfa.store;

import dev.qunfa.lifecycle.Decision;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Windows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What an arrival becomes as it is stored. Thread-safe. */
@ApplicationScoped
class Births {
    private final Windows windows;
    private final boolean tellQueued;

    Births(
            Windows windows,
            @ConfigProperty(name = "qunfa.results.queued-event", defaultValue = "false") boolean tellQueued) {
        this.windows = windows;
        this.tellQueued = tellQueued;
    }

    /** If all that is to be begun may be begun. */
    Decision.Moved hopeful(Arrival arrival, Instant now) {
        return of(arrival, now, Set.of(arrival.origin().partition()));
    }

    /** @param held the partitions of which this replica may begin attempts */
    Decision.Moved of(Arrival arrival, Instant now, Set<Integer> held) {
        if (!arrival.isValid()) {
            return Message.rejected(arrival.request(), arrival.violations());
        }
        return arrival.begunAt() != null && held.contains(arrival.origin().partition())
                ? Message.receivedAndBegun(arrival.request(), arrival.begunAt(), tellQueued)
                : Message.received(arrival.request(), now, tellQueued);
    }

    Instant dueAt(Message message) {
        return message.dueAt(windows);
    }
}
