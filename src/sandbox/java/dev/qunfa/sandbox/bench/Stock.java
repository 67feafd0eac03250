package dev.qunfa.sandbox.bench;

import java.util.function.BiFunction;

/**
 * What is in the database besides the load: messages that are finished long since, messages that are to be forgotten, and messages
 * that wait. One thread.
 */
final class Stock {

    private static final int CHUNK = 100_000;
    /** Of no partition that the topics have, so that nobody wakes up for them. */
    private static final int NOBODYS_PARTITION = 1_000_000;

    private static final String FINISHED =
            """
            with old as (
                insert into message(msg_id, app, robot_id, group_id, partition, record_offset, status, attempts, msg_sn, seq,
                                    item_types, item_results, content_hash, traceparent, created_at, updated_at)
                select '%3$s-' || n, 'default', 'r-' || n %% 200, 'g-' || n %% 1000, n %% 8, n, 'SENT', 1, n::text, 2, '1', 'S',
                       decode(md5(n::text), 'hex'), '00-' || md5(n::text) || '-0000000000000001-00',
                       now() - interval '%4$d days', now() - interval '%4$d days'
                  from generate_series(%1$d, %1$d + %2$d - 1) n
                returning id
            ), contents as (
                insert into message_content(message_id, body) select id, convert_to(repeat('x', 450), 'UTF8') from old
            )
            insert into message_event(message_id, seq, event, status, msg_num, attempts, item_results, occurred_at)
            select id, seq, 'item_sent', 'SENT', 1, 1, 'S', now() - interval '%4$d days' from old, generate_series(1, 2) seq
            """;

    private static final String WAITING =
            """
            with waiting as (
                insert into message(msg_id, app, robot_id, group_id, partition, record_offset, not_before, status, wake_at,
                                    attempts, seq, item_types, item_results, content_hash, traceparent, created_at,
                                    updated_at)
                select 'waiting-' || n, 'default', 'r-' || n %% 200, 'g-' || n %% 1000, %3$d + n %% 8, n,
                       now() + interval '1 day', 'QUEUED', now() + interval '1 day', 0, 0, '1', 'P',
                       decode(md5(n::text), 'hex'), '00-' || md5(n::text) || '-0000000000000001-00', now(), now()
                  from generate_series(%1$d, %1$d + %2$d - 1) n
                returning id
            )
            insert into message_content(message_id, body) select id, convert_to(repeat('x', 450), 'UTF8') from waiting
            """;

    private static final int KEPT_DAYS = 1;
    /** More than the 30 days for which the service keeps messages unless it is told otherwise. */
    private static final int EXPIRED_DAYS = 31;

    private final DatabaseMeter database;

    Stock(DatabaseMeter database) {
        this.database = database;
    }

    /**
     * Writes all, and lets the server settle afterwards.
     *
     * @param expired which the service deletes from now on, once a minute has passed since its start
     */
    void fill(int finished, int expired, int waiting) {
        fill(finished, (first, rows) -> FINISHED.formatted(first, rows, "old", KEPT_DAYS));
        fill(expired, (first, rows) -> FINISHED.formatted(first, rows, "expired", EXPIRED_DAYS));
        fill(waiting, (first, rows) -> WAITING.formatted(first, rows, NOBODYS_PARTITION));
        if (finished + expired + waiting > 0) {
            database.execute("vacuum analyze");
            database.execute("checkpoint");
        }
    }

    /** @param statement for the first number and how many */
    private void fill(int rows, BiFunction<Integer, Integer, String> statement) {
        for (int first = 0; first < rows; first += CHUNK) {
            database.execute(statement.apply(first, Math.min(CHUNK, rows - first)));
        }
    }
}
