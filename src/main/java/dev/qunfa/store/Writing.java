package dev.qunfa.store;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement that writes what a {@link ChangeSet} decided: new states, events and outbox, all of it or, if one of the rows
 * is not as it was read any more, or a partition that matters is not this replica's, nothing. By itself it is a transaction.
 */
final class Writing {
    /** Without the spaces that only readers want: the database client prepares longer texts anew each time. */
    static final String WRITE = ("with " + Telling.EXPRESSIONS + ", moved as (" + Update.STATEMENT
                    + """
            )
            select written.version, waiting.id, waiting.partition
              from (select pg_current_xact_id()::xid::text as version,
                           expect_rows((select count(*) from moved)
                                       + (select count(*) from unnest($25::bigint[], $26::text[]) as s(id, version)
                                            join message m on m.id = s.id and m.xmin::text = s.version), $27),
                           case when cardinality($30::int[]) > 0 then expect_owner($28, $29, $30) end) written
              left join waiting on true
            """)
            .replaceAll("\\s+", " ");

    private final Update update;
    private final PartitionClaims claims;

    Writing(Windows windows, PartitionClaims claims) {
        this.update = new Update(windows);
        this.claims = claims;
    }

    /** What was written, once it is: what this returns is not committed before its transaction is. */
    record Written(List<LockedMessage> rows, List<OutboxRow> outbox) {
        static final Written NOTHING = new Written(List.of(), List.of());
    }

    /** @param seen rows that are not written, but have to be as they were read */
    Uni<Written> write(SqlClient client, ChangeSet set, List<LockedMessage> seen, Instant now) {
        if (set.moved().isEmpty() && seen.isEmpty() && set.reliedOn().isEmpty()) {
            return Uni.createFrom().item(Written.NOTHING);
        }
        return client.preparedQuery(WRITE).execute(columns(set, seen, now)).map(rows -> written(rows, set, now));
    }

    private Tuple columns(ChangeSet set, List<LockedMessage> seen, Instant now) {
        Tuple tuple = update.columns(set.moved(), Telling.columns(set.told(), now));
        Tuple guarded = new ColumnArrays<>(seen, tuple)
                .bigint(LockedMessage::id)
                .text(LockedMessage::version)
                .tuple()
                .addLong((long) set.moved().size() + seen.size());
        return claims.expecting(set.reliedOn(), guarded);
    }

    private static Written written(RowSet<Row> rows, ChangeSet set, Instant now) {
        String version = rows.iterator().next().getString("version");
        List<LockedMessage> moved = new ArrayList<>(set.moved().size());
        set.moved().forEach(row -> moved.add(row.before().moved(row.after(), version)));
        return new Written(moved, Telling.rows(rows, set.told(), now));
    }
}
