package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;

/** Where the news of a transaction go once it is committed, and never before (I7). Thread-safe. */
@ApplicationScoped
class Committed {
    private final Recent recent;
    private final Unpublished unpublished;
    private final Notices notices;

    Committed(Recent recent, Unpublished unpublished, Notices notices) {
        this.notices = notices;
        this.recent = recent;
        this.unpublished = unpublished;
    }

    void tell(Writing.Written written) {
        recent.committed(written.rows());
        unpublished.committed(written.outbox());
        if (!written.outbox().isEmpty()) {
            notices.tellOwners(written.rows());
        }
    }
}
