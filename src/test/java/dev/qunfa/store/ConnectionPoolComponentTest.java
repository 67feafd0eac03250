package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements on which the database never says a word, as if its host were gone. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class ConnectionPoolComponentTest {
    private static final String SILENCE = "select pg_sleep(600)";

    private static final int PATIENCE_SECONDS = 20;

    private record Parts(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    @Inject
    Vertx vertx;

    @Inject
    DatabaseAddress address;

    private Pool pool;

    @BeforeEach
    void createOfOne() {
        StoreConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StoreConfig.class)
                .withDefaultValues(Map.of("qunfa.store.max-silence", "1s"))
                .build()
                .getConfigMapping(StoreConfig.class);
        pool = new ConnectionPool(config)
                .create(new Parts(vertx, new PoolOptions().setMaxSize(1), List.of(address.options())));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aStatementThatIsNeverAnsweredFailsLikeAnOutageAndMakesRoomForTheNext() throws Exception {
        // The database would end it first, as in the test below; one that is gone does not.
        get(run("select 1 from set_config('statement_timeout', '0', false)"));
        var silent = run(SILENCE);

        assertThatThrownBy(() -> get(silent))
                .hasCauseInstanceOf(ClosedConnectionException.class)
                .satisfies(failure -> assertThat(Outage.isCauseOf(failure)).isTrue());
        await().ignoreExceptions().until(() -> get(run("select 1")), one -> one == 1);
    }

    @Test
    void aStatementThatTakesTooLongIsEndedByTheDatabaseBefore() {
        assertThatThrownBy(() -> get(run(SILENCE)))
                .hasCauseInstanceOf(PgException.class)
                .satisfies(failure -> assertThat(Outage.isCauseOf(failure)).isTrue());
    }

    @Test
    void whatIsAnsweredInTimeIsNotDisturbed() throws Exception {
        assertThat(get(run("select 2 from pg_sleep(0.5)"))).isEqualTo(2);
    }

    private static int get(CompletableFuture<Integer> answer) throws Exception {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<Integer> run(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0))
                .toCompletionStage()
                .toCompletableFuture();
    }
}
