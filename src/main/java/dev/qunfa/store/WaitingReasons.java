package dev.qunfa.store;

import java.util.Optional;

/** Knows what holds the messages back that wait in this replica's lanes. */
public interface WaitingReasons {
    /** Thread-safe; empty if the message is not in a lane of this replica. */
    Optional<Waiting> of(String msgId);
}
