package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.OwnedMessages.PATIENCE;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import dev.qunfa.partition.OwnedPartitions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers that meet somebody else at their message. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class TimersComponentTest {
    private static final int PARTITION = 7_003;
    /** Before the net below the lanes would find it. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String DOUBT = "update message set status = 'IN_DOUBT', since = now() - interval '90 days',"
            + " due_at = now() + interval '1 second', attempts = 1 where msg_id = $1";
    private static final String QUEUED = "update message set status = 'QUEUED', since = null, due_at = null,"
            + " wake_at = now() - interval '1 minute' where msg_id = $1";
    private static final String TIMERS_WAIT = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";

    @Inject
    OwnedMessages messages;

    @Inject
    OwnedPartitions owned;

    @Inject
    Pool pool;

    @AfterEach
    void leave() {
        owned.revoked(Set.of(PARTITION));
    }

    @Test
    void i1AMessageThatIsQueuedAgainWhileItsWindowEndsComesIntoItsLane() {
        messages.own(PARTITION);
        messages.store("owned-doubted", PARTITION);
        messages.execute(DOUBT, "owned-doubted");

        SqlConnection other = pool.getConnection().await().atMost(PATIENCE);
        run(other, "begin");
        run(other, "select 1 from message where msg_id = 'owned-doubted' for update");
        await().atMost(PATIENCE).until(() -> messages.query(TIMERS_WAIT).getLong(0) > 0);
        other.preparedQuery(QUEUED).execute(Tuple.of("owned-doubted")).await().atMost(PATIENCE);
        run(other, "commit");
        other.closeAndAwait();

        await().atMost(SOON).until(() -> messages.attemptsOf("owned-doubted") > 1);
    }

    private static void run(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().atMost(PATIENCE);
    }
}
