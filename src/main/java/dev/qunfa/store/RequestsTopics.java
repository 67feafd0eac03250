package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The requests topics that were ever read, so that all replicas agree on where a robot's requests belong and on their order of
 * arrival, also after partitions were added or a topic was made anew. Thread-safe.
 */
@ApplicationScoped
public class RequestsTopics {
    /**
     * What all replicas hold true of a topic.
     *
     * @param epoch grows with each topic; what was read of a later one came later
     * @param homes among so many places the robots are distributed
     */
    public record Known(int epoch, int homes) {}

    private static final String ALONE = "lock table requests_topic in exclusive mode";

    private static final String BY_ID = "select epoch, homes from requests_topic where id = $1";

    private static final String LATEST = "select epoch, homes from requests_topic order by epoch desc limit 1";

    private static final String WAITING = "select exists (select from message where status = 'QUEUED') as waiting";

    private static final String INSERT =
            "insert into requests_topic(id, name, epoch, homes, since) values ($1, $2, $3, $4, $5)";

    private static final String GROW = "update requests_topic set homes = $2 where id = $1 and homes < $2"
            + " and not exists (select from message where status = 'QUEUED') returning homes";

    /** One look each into the index for every partition that has something. */
    static final String STRAYS =
            """
            with recursive queued(partition) as (
                (select partition from message
                  where status = 'QUEUED' and (wake_at is null or attempts > 0) and partition >= $1
                  order by partition limit 1)
                union all
                select (select m.partition from message m
                         where m.status = 'QUEUED' and (m.wake_at is null or m.attempts > 0)
                               and m.partition > queued.partition
                         order by m.partition limit 1)
                  from queued where queued.partition is not null
            )
            select partition from queued where partition is not null
            union select partition from partition_owner where partition >= $1
            union select partition from forwarding where partition >= $1
            """;

    private final Database database;
    private final Clock clock;

    RequestsTopics(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What is known of a topic; noted now if it is read for the first time. While messages of an earlier topic wait, the robots keep
     * their homes.
     *
     * @param id of this very topic
     * @param partitions how many it has
     */
    public Uni<Known> of(String id, String name, int partitions) {
        return database.execute(BY_ID, Tuple.of(id))
                .map(RequestsTopics::known)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known.get())
                        : database.transaction(connection -> note(connection, id, name, partitions)));
    }

    /**
     * From now on the robots have so many homes, if nothing waits that was stored by the number before.
     *
     * @return whether that is so
     */
    public Uni<Boolean> grow(String id, int homes) {
        return database.execute(GROW, Tuple.of(id, homes)).map(rows -> rows.size() > 0);
    }

    /** Partitions from this number on that were served, or of which something waits. */
    public Uni<Set<Integer>> strays(int partitions) {
        return database.execute(STRAYS, Tuple.of(partitions)).map(rows -> {
            Set<Integer> strays = new HashSet<>();
            rows.forEach(row -> strays.add(row.getInteger("partition")));
            return strays;
        });
    }

    private Uni<Known> note(SqlConnection connection, String id, String name, int partitions) {
        return connection
                .query(ALONE)
                .execute()
                .chain(() -> connection.preparedQuery(BY_ID).execute(Tuple.of(id)))
                .map(RequestsTopics::known)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known.get())
                        : next(connection, partitions).call(next -> connection
                                .preparedQuery(INSERT)
                                .execute(Tuple.of(
                                        id,
                                        name,
                                        next.epoch(),
                                        next.homes(),
                                        ColumnArrays.timestamp(clock.instant())))));
    }

    private static Uni<Known> next(SqlConnection connection, int partitions) {
        return connection
                .preparedQuery(LATEST)
                .execute()
                .map(RequestsTopics::known)
                .chain(latest -> connection.preparedQuery(WAITING).execute().map(rows -> {
                    boolean waiting = rows.iterator().next().getBoolean("waiting");
                    return latest.map(one -> new Known(one.epoch() + 1, waiting ? one.homes() : partitions))
                            .orElse(new Known(0, partitions));
                }));
    }

    private static Optional<Known> known(RowSet<Row> rows) {
        Iterator<Row> row = rows.iterator();
        return row.hasNext()
                ? Optional.of(row.next()).map(one -> new Known(one.getInteger("epoch"), one.getInteger("homes")))
                : Optional.empty();
    }
}
