package dev.qunfa.store;

import dev.qunfa.lifecycle.Windows;
import dev.qunfa.store.ChangeSet.Moved;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/**
 * How the new states of a set of messages are written: by an update that is guarded on the version that was read (I2). What
 * was written by anybody meanwhile has another version and is not touched.
 */
final class Update {
    /** Wants {@link #columns} after twelve other parameters, the last of them the time. */
    static final String STATEMENT =
            """
            update message m
               set status = v.status, since = v.since, wake_at = v.wake_at, due_at = v.due_at, attempts = v.attempts,
                   msg_sn = v.msg_sn, seq = v.seq, error = v.error, item_results = v.item_results,
                   item_errors = v.item_errors, updated_at = $12
              from unnest($13::bigint[], $14::text[], $15::text[], $16::timestamptz[], $17::timestamptz[],
                          $18::timestamptz[], $19::int[], $20::text[], $21::int[], $22::text[], $23::text[], $24::text[])
                   as v(id, version, status, since, wake_at, due_at, attempts, msg_sn, seq, error, item_results,
                        item_errors)
             where m.id = v.id and m.xmin::text = v.version
            returning m.id
            """;

    private final Windows windows;

    Update(Windows windows) {
        this.windows = windows;
    }

    /** Appends the parameters {@code $13} to {@code $24}. */
    Tuple columns(List<Moved> moved, Tuple before) {
        return new ColumnArrays<>(moved, before)
                .bigint(row -> row.before().id())
                .text(row -> row.before().version())
                .text(row -> row.after().status().name())
                .time(row -> MessageCodec.since(row.after().state()))
                .time(row -> MessageCodec.wakeAt(row.after().state()))
                .time(row -> row.after().dueAt(windows))
                .integer(row -> row.after().attempts())
                .text(row -> row.after().msgSn())
                .integer(row -> row.after().seq())
                .text(row -> MessageCodec.error(row.after().state().error()))
                .text(row -> MessageCodec.itemResults(row.after().items()))
                .text(row -> MessageCodec.itemErrors(row.after().items()))
                .tuple();
    }
}
