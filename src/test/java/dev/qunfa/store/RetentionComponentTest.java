package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Retention on a real database, with more than it forgets at once. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class RetentionComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 450;
    private static final int NOBODYS_PARTITION = 30_000;

    @Inject
    Retention retention;

    @Inject
    Database database;

    private void finished(String prefix, int daysAgo) {
        await(database.execute(
                """
                with old as (
                    insert into message(msg_id, app, robot_id, group_id, partition, record_offset, status, attempts, msg_sn, seq,
                                        item_types, item_results, content_hash, created_at, updated_at)
                    select $1 || n, 'default', 'r', 'g', $2, n, 'SENT', 1, n::text, 2, '1', 'S', decode(md5(n::text), 'hex'),
                           now() - $3 * interval '1 day', now() - $3 * interval '1 day'
                      from generate_series(1, $4) n
                    returning id
                )
                insert into message_content(message_id, body) select id, convert_to('x', 'UTF8') from old
                """,
                Tuple.of(prefix, NOBODYS_PARTITION, daysAgo, MANY)));
    }

    private long left(String what, String prefix) {
        return await(database.execute(
                        "select count(*) from " + what + " where msg_id like $1 || '%'", Tuple.of(prefix)))
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Test
    void i8AllThatIsOldEnoughIsForgottenHoweverMuchItIs() {
        finished("retention-content-", 8);
        finished("retention-all-", 31);

        await(retention.forget());

        assertThat(left("message", "retention-all-")).isZero();
        assertThat(left("message", "retention-content-")).isEqualTo(MANY);
        assertThat(left("message_content c join message m on m.id = c.message_id", "retention-content-"))
                .isZero();
    }
}
