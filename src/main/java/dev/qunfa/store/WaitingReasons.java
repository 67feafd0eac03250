package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** Knows what holds the messages back that wait in this replica's lanes. */
public interface WaitingReasons {
    /** By {@code msg_id}, those of the given messages that wait in a lane of this replica. Thread-safe. */
    Uni<Map<String, Waiting>> of(Collection<String> msgIds);
}
