package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;

/** Where the news of a transaction go once it is committed, and never before (I7). Thread-safe. */
@ApplicationScoped
class Committed {
    private final Recent recent;
    private final Unpublished unpublished;

    Committed(Recent recent, Unpublished unpublished) {
        this.recent = recent;
        this.unpublished = unpublished;
    }

    void tell(Writing.Written written) {
        recent.committed(written.rows());
        unpublished.committed(written.outbox());
    }
}
