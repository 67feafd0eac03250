package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Where the news of a transaction go once it is committed, and never before (I7). Thread-safe. */
@ApplicationScoped
class Committed {
    private final Recent recent;
    private final Unpublished unpublished;
    private final Notices notices;
    private final AtomicLong count = new AtomicLong();

    Committed(Recent recent, Unpublished unpublished, Notices notices) {
        this.notices = notices;
        this.recent = recent;
        this.unpublished = unpublished;
    }

    /** How many transactions that wrote messages this replica knows to have been committed. */
    long count() {
        return count.get();
    }

    void tell(Writing.Written written) {
        count.incrementAndGet();
        recent.committed(written.rows());
        unpublished.committed(written.outbox());
        if (!written.outbox().isEmpty()) {
            notices.tellOwners(written.rows());
        }
    }
}
