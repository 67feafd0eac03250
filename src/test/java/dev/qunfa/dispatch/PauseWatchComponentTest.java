package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import dev.qunfa.LogLines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the database does not tell of; what it tells of is in {@code DispatchIT}, which never looks by itself. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class PauseWatchComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ROBOT = "r-untold";

    @Inject
    Pool pool;

    @Test
    void a_pause_that_nobody_tells_of_is_found_and_so_is_its_end() {
        try (LogLines log = new LogLines(Level.INFO, PauseWatch.class.getName())) {
            run("insert into pause(robot_id, created_at) values ('" + ROBOT + "', now())");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains(ROBOT)));

            int paused = log.lines().size();
            run("delete from pause where robot_id = '" + ROBOT + "'");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            log.lines().subList(paused, log.lines().size()))
                    .anySatisfy(line -> assertThat(line).contains("Paused").doesNotContain(ROBOT)));
        }
    }

    @AfterEach
    void resume() {
        run("delete from pause where robot_id = '" + ROBOT + "'");
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
