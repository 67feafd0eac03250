package dev.qunfa.sandbox.bench;

import java.util.List;

/**
 * The database's limit: the rows that a message needs at least, written in sets by one connection, without anybody who
 * decides. One set is four transactions: stored as begun, accepted, sent, and published. One thread.
 */
final class SetWrites {

    private static final int SET = 200;

    private static final String STORE =
            """
            with fresh as (
                insert into message(msg_id, app, robot_id, group_id, partition, record_offset, dead_line, status, since,
                                    due_at, attempts, seq, item_types, item_results, content_hash, traceparent,
                                    created_at, updated_at)
                select 'raw-' || n, 'default', 'r-' || n %% 200, 'g-' || n %% 1000, n %% 8, n,
                       now() + interval '1 hour', 'SENDING', now(), now() + interval '30 seconds', 1, 0, '1', 'P',
                       decode(md5(n::text) || md5('-' || n), 'hex'),
                       '00-' || md5(n::text) || '-0000000000000001-00', now(), now()
                  from generate_series(%1$d, %1$d + %2$d - 1) n
                returning id
            )
            insert into message_content(message_id, body) select id, convert_to(repeat('x', 450), 'UTF8') from fresh
            """;

    private static final String MOVE =
            """
            with moved as (
                update message set status = '%3$s', since = %4$s, due_at = %5$s, seq = seq + 1, item_results = '%6$s',
                                   msg_sn = '7000000000', updated_at = now()
                 where msg_id = any(array(select 'raw-' || n from generate_series(%1$d, %1$d + %2$d - 1) n))
                returning id, seq, status, partition, item_results
            ), timeline as (
                insert into message_event(message_id, seq, event, status, msg_num, attempts, msg_sn, item_results,
                                          occurred_at)
                select id, seq, 'accepted', status, 0, 1, '7000000000', item_results, now() from moved
            )
            insert into outbox(partition, message_ids, seqs)
            select -1 - partition, array_agg(id), array_agg(seq) from moved group by partition
            """;

    private final DatabaseMeter database;

    SetWrites(DatabaseMeter database) {
        this.database = database;
    }

    Limit measure(int messages) {
        double cpu = database.cpuSeconds();
        long start = System.nanoTime();
        for (int first = 0; first < messages; first += SET) {
            write(first);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Limit(
                "database, sets of " + SET, messages / seconds, (database.cpuSeconds() - cpu) * 1_000 / messages);
    }

    private void write(int first) {
        String accepted = MOVE.formatted(first, SET, "ACCEPTED", "now()", "now() + interval '30 minutes'", "P");
        String sent = MOVE.formatted(first, SET, "SENT", "null", "null", "S");
        for (String statement : List.of(STORE.formatted(first, SET), accepted, sent)) {
            database.execute(statement);
        }
        database.execute("delete from outbox where partition < 0");
    }
}
