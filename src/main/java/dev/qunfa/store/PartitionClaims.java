package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes in the database to which replica the consumer group gave a partition last. It elects nobody; it is the fence behind
 * the consumer group: a replica that was away for so long that its partitions were given on cannot begin an attempt when it
 * comes back, however long it takes to hear the news. Thread-safe.
 */
@ApplicationScoped
public class PartitionClaims {
    /** Any number that nobody else locks by. */
    private static final int LOCK_SPACE = 0x51756e66;

    /** Waits for the attempts that are just being begun under the claim before. */
    private static final String EXCLUDE =
            "select pg_advisory_xact_lock($1, p) from (select p from unnest($2::int[]) as p order by p) as s";

    private static final String CLAIM =
            """
            insert into partition_owner(partition, owner, since)
            select p, $1, $3 from unnest($2::int[]) as p
                on conflict (partition) do update set owner = excluded.owner, since = excluded.since
            """;

    private static final String SHARE =
            "select pg_advisory_xact_lock_shared($1, p) from (select p from unnest($2::int[]) as p order by p) as s";

    /** A statement of its own: it has to see what was committed before the lock was had. */
    private static final String HELD = "select partition from partition_owner where owner = $1 and partition = any($2)";

    private final String owner = UUID.randomUUID().toString();
    private final Database database;
    private final Clock clock;
    private final Set<Integer> claimed = ConcurrentHashMap.newKeySet();

    PartitionClaims(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** From the moment this completes, nobody but this replica begins attempts of the partitions' messages. */
    public Uni<Void> claim(Collection<Integer> partitions) {
        Integer[] numbers = partitions.toArray(Integer[]::new);
        return database.transaction(connection -> connection
                .preparedQuery(EXCLUDE)
                .execute(Tuple.of(LOCK_SPACE, numbers))
                .chain(() -> connection
                        .preparedQuery(CLAIM)
                        .execute(Tuple.of(owner, numbers, ColumnArrays.timestamp(clock.instant()))))
                .invoke(() -> claimed.addAll(partitions))
                .replaceWithVoid());
    }

    /** The partitions that this replica claimed; others may have claimed them since. */
    Set<Integer> claimed() {
        return claimed;
    }

    /** Appends the parameters of {@code expect_owner}: the statement is to fail if one of the partitions is not this replica's. */
    Tuple expecting(Collection<Integer> partitions, Tuple tuple) {
        return tuple.addInteger(LOCK_SPACE).addString(owner).addValue(partitions.toArray(Integer[]::new));
    }

    /** The partitions that this replica holds, and goes on holding until the caller's transaction ends. */
    Uni<Set<Integer>> held(SqlConnection connection) {
        Integer[] partitions = claimed.toArray(Integer[]::new);
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(SHARE).execute(Tuple.of(LOCK_SPACE, partitions)),
                        connection.preparedQuery(HELD).execute(Tuple.of(owner, partitions)))
                .with((locked, held) -> numbers(held));
    }

    private static Set<Integer> numbers(RowSet<Row> rows) {
        Set<Integer> numbers = new HashSet<>();
        rows.forEach(row -> numbers.add(row.getInteger("partition")));
        return numbers;
    }
}
