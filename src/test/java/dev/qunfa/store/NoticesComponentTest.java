package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.partition.OwnedPartitions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class NoticesComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ROBOT = "r-noticed";

    @Inject
    Pool pool;

    @Inject
    Pauses pauses;

    @Inject
    OwnedPartitions owned;

    @Inject
    StoreConfig config;

    @Inject
    Vertx vertx;

    @Inject
    Heartbeats heartbeats;

    private final AtomicInteger heard = new AtomicInteger();

    @BeforeEach
    void listen() {
        pauses.listen(heard::incrementAndGet);
        await().atMost(PATIENCE).until(() -> number("select count(*) from pg_stat_activity" + ofNotices()) == 1);
    }

    @AfterEach
    void resume() {
        pool.query("delete from pause").execute().await().atMost(PATIENCE);
    }

    @Test
    void what_is_paused_and_what_is_lifted_is_told() {
        isHeard(() -> pauses.set(null, ROBOT, null).await().atMost(PATIENCE));
        isHeard(() -> pauses.set(null, ROBOT, "again").await().atMost(PATIENCE));
        isHeard(() -> pauses.lift(null, ROBOT).await().atMost(PATIENCE));
        isHeard(() -> pauses.set(null, null, null).await().atMost(PATIENCE));
        long everything = pauses.all().await().atMost(PATIENCE).get(0).id();
        isHeard(() -> pauses.lift(everything).await().atMost(PATIENCE));
    }

    /** What was told in between is not known, so it counts as told. */
    @Test
    void when_the_connection_is_lost_another_one_listens() {
        isHeard(() -> number("select count(pg_terminate_backend(pid)) from pg_stat_activity" + ofNotices()));

        what_is_paused_and_what_is_lifted_is_told();
    }

    @Test
    void a_first_attempt_that_fails_is_not_the_last() throws IOException {
        try (ServerSocket noDatabase = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            noDatabase.setSoTimeout((int) PATIENCE.toMillis());
            String url = "postgresql://localhost:" + noDatabase.getLocalPort() + "/postgres";
            Notices notices = new Notices(
                    null, owned, new Unpublished(owned, 1, Runnable::run), new Pauses(null, null), address(url));

            notices.listen(vertx, heartbeats.register("test", PATIENCE));
            noDatabase.accept().close();

            try (Socket again = noDatabase.accept()) {
                assertThat(again.isConnected()).isTrue();
            } finally {
                notices.stop(null);
            }
        }
    }

    private DatabaseAddress address(String url) {
        DatabaseAddress address = new DatabaseAddress(config, new SessionCheck(new ServerChanges()), url);
        address.use(PgConnectOptions.fromUri(url).setUser("nobody").setPassword("nothing"), vertx);
        return address;
    }

    /** What was told before may still be on its way; so it waits for silence first. */
    private void isHeard(Runnable change) {
        await().atMost(PATIENCE).during(Duration.ofMillis(300)).until(() -> heard.getAndSet(0) == 0);
        change.run();
        await().atMost(PATIENCE).until(() -> heard.get() > 0);
    }

    private static String ofNotices() {
        return " where application_name = '" + Notices.APPLICATION + "' and query <> ''";
    }

    private long number(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
