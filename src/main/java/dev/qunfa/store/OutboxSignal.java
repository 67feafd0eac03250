package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;

/** Tells this replica's relay that events may have been committed. Thread-safe. */
@ApplicationScoped
public class OutboxSignal {
    private volatile Runnable relay = () -> {};

    /** @param newRelay called after commits on any thread; must not block */
    public void listen(Runnable newRelay) {
        relay = newRelay;
    }

    void wake() {
        relay.run();
    }
}
