package dev.qunfa.store;

import dev.qunfa.store.ChangeSet.Told;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How the events of a transaction are written: to the timeline and, one row a partition, to the outbox. */
final class Telling {
    /** The common table expressions {@code told}, {@code timeline} and {@code waiting}, over {@link #columns}. */
    static final String EXPRESSIONS =
            """
            told as (
                select * from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[],
                                     $8::text[], $9::text[], $10::text[], $11::int[])
                         with ordinality as t(message_id, seq, event, status, msg_num, attempts, msg_sn, error,
                                              item_results, item_errors, partition, position)
            ), timeline as (
                insert into message_event(message_id, seq, event, status, msg_num, attempts, msg_sn, error,
                                          item_results, item_errors, occurred_at)
                select message_id, seq, event, status, msg_num, attempts, msg_sn, error, item_results, item_errors, $12
                  from told
            ), waiting as (
                insert into outbox(partition, message_ids, seqs)
                select partition, array_agg(message_id order by position), array_agg(seq order by position)
                  from told group by partition
                returning id, partition
            )
            """;

    private Telling() {}

    /** The parameters {@code $1} to {@code $12}. */
    static Tuple columns(List<Told> told, Instant now) {
        return new ColumnArrays<>(told)
                .bigint(event -> event.row().id())
                .integer(event -> event.event().seq())
                .text(event -> event.event().type().wireName())
                .text(event -> event.message().status().name())
                .integer(event -> event.event().msgNum())
                .integer(event -> event.message().attempts())
                .text(event -> event.message().msgSn())
                .text(event -> MessageCodec.error(event.event().error()))
                .text(event -> MessageCodec.itemResults(event.message().items()))
                .text(event -> MessageCodec.itemErrors(event.message().items()))
                .integer(event -> event.row().partition())
                .tuple()
                .addOffsetDateTime(ColumnArrays.timestamp(now));
    }

    /** The outbox's rows, given the {@code id} and {@code partition} of each. */
    static List<OutboxRow> rows(RowSet<Row> waiting, List<Told> told, Instant now) {
        List<OutboxRow> rows = new ArrayList<>();
        for (Row row : waiting) {
            Long id = row.getLong("id");
            if (id != null) {
                int partition = row.getInteger("partition");
                rows.add(new OutboxRow(id, partition, eventsOf(partition, told, now)));
            }
        }
        return rows;
    }

    private static List<OutboxEntry> eventsOf(int partition, List<Told> told, Instant now) {
        List<OutboxEntry> events = new ArrayList<>();
        for (Told event : told) {
            if (event.row().partition() == partition) {
                events.add(event.entry(now));
            }
        }
        return events;
    }
}
