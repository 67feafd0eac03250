package dev.qunfa.store;

import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A transaction under way: its connection, its time, and what it wrote. For one transaction at a time. */
final class Work {
    private final SqlConnection connection;
    private final Instant now;
    private final List<OutboxRow> outbox = new ArrayList<>();
    private final List<LockedMessage> rows = new ArrayList<>();

    /** @param now to the microsecond, as the database keeps it */
    Work(SqlConnection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    SqlConnection connection() {
        return connection;
    }

    Instant now() {
        return now;
    }

    /** The rows as it left them, and what it told; nobody may believe it before the commit. */
    Writing.Written written() {
        return new Writing.Written(rows, outbox);
    }

    void wrote(List<LockedMessage> written) {
        rows.addAll(written);
    }

    void wrote(Writing.Written written) {
        rows.addAll(written.rows());
        outbox.addAll(written.outbox());
    }

    void told(List<OutboxRow> told) {
        outbox.addAll(told);
    }
}
