package dev.qunfa.store;

import dev.qunfa.partition.OwnedPartitions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Records that wait to be published once more, because their topic does not take them. Bounded in bytes. Thread-safe. */
@ApplicationScoped
public class Forwarding {
    /**
     * A record that waits.
     *
     * @param kind {@code dead-letter} or {@code reroute}
     * @param key null if it has none
     * @param value null if it has none
     * @param headers its headers, encoded
     * @param extra what else is needed to publish it, encoded
     */
    public record Waiting(
            long id,
            String kind,
            String topic,
            RecordOrigin origin,
            long timestamp,
            byte[] key,
            byte[] value,
            byte[] headers,
            byte[] extra) {
        long bytes() {
            return 200L + length(key) + length(value) + length(headers) + length(extra);
        }

        private static int length(byte[] bytes) {
            return bytes == null ? 0 : bytes.length;
        }
    }

    /** Nothing is inserted beyond the bound. */
    private static final String KEEP =
            """
            insert into forwarding(partition, kind, topic, record_offset, record_timestamp, record_key, record_value,
                                   headers, extra, bytes, created_at)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
             where (select coalesce(sum(bytes), 0) from forwarding) + $10 <= $12
            returning id
            """;

    private static final String NEXT =
            "select * from forwarding where partition = any($1) and id > $2 order by id limit $3";

    private static final String FORGET = "delete from forwarding where id = any($1)";

    private final Database database;
    private final OwnedPartitions owned;
    private final Clock clock;

    Forwarding(Database database, OwnedPartitions owned, Clock clock) {
        this.database = database;
        this.owned = owned;
        this.clock = clock;
    }

    /**
     * @param maxBytes of all that waits, whoever kept it
     * @return whether it is kept; not if there is no room
     */
    public Uni<Boolean> keep(Waiting record, long maxBytes) {
        Tuple row = Tuple.tuple()
                .addInteger(record.origin().partition())
                .addString(record.kind())
                .addString(record.topic())
                .addLong(record.origin().offset())
                .addLong(record.timestamp())
                .addValue(buffer(record.key()))
                .addValue(buffer(record.value()))
                .addValue(buffer(record.headers()))
                .addValue(buffer(record.extra()))
                .addInteger((int) record.bytes())
                .addOffsetDateTime(ColumnArrays.timestamp(clock.instant()))
                .addLong(maxBytes);
        return database.execute(KEEP, row).map(rows -> rows.size() > 0);
    }

    /** What waits of the partitions that this replica owns, the oldest first. */
    public Uni<List<Waiting>> next(long afterId, int limit) {
        return database.execute(NEXT, Tuple.of(owned.owned(), afterId, limit)).map(rows -> {
            List<Waiting> waiting = new ArrayList<>(rows.size());
            rows.forEach(row -> waiting.add(waiting(row)));
            return waiting;
        });
    }

    /** They are published. */
    public Uni<Void> forget(List<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.execute(FORGET, Tuple.of((Object) ids.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("topic"),
                new RecordOrigin(row.getInteger("partition"), row.getLong("record_offset")),
                row.getLong("record_timestamp"),
                bytes(row, "record_key"),
                bytes(row, "record_value"),
                bytes(row, "headers"),
                bytes(row, "extra"));
    }

    private static Buffer buffer(byte[] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }

    private static byte[] bytes(Row row, String column) {
        return row.getBuffer(column) == null ? null : row.getBuffer(column).getBytes();
    }
}
