package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import dev.qunfa.LogLines;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements on which the database never says a word, as if its host were gone. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class ConnectionPoolComponentTest {
    private static final String SILENCE = "select pg_sleep(600)";

    private static final String BACKEND = "select pg_backend_pid()";

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
        pool = poolOfOne(Map.of(), address.options());
    }

    private Pool poolOfOne(Map<String, String> settings, PgConnectOptions options) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("qunfa.store.max-silence", "1s");
        StoreConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StoreConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(StoreConfig.class);
        SessionCheck check = new SessionCheck(new ServerChanges());
        return new ConnectionPool(config, new DatabaseAddress(config, check, ""))
                .create(new Parts(vertx, new PoolOptions().setMaxSize(1), List.of(options)));
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

    @Test
    void a_session_does_not_follow_defaults_that_would_lose_commits_or_see_old_rows() throws Exception {
        role("careless", "synchronous_commit = off");
        role("careless", "default_transaction_isolation = serializable");
        anotherPool(address.options().setUser("careless"));

        assertThat(setting("synchronous_commit")).isEqualTo("on");
        assertThat(setting("default_transaction_isolation")).isEqualTo("read committed");
        assertThat(setting("transaction_isolation")).isEqualTo("read committed");
    }

    @Test
    void a_session_follows_defaults_that_ask_for_more_and_what_the_operator_chose() throws Exception {
        role("careful", "synchronous_commit = remote_apply");
        anotherPool(address.options().setUser("careful"));
        assertThat(setting("synchronous_commit")).isEqualTo("remote_apply");

        anotherPool(address.options().addProperty("synchronous_commit", "off"));
        assertThat(setting("synchronous_commit")).isEqualTo("off");
    }

    @Test
    void a_session_is_open_to_a_role_that_may_not_ask_for_the_timeline() throws Exception {
        execute("revoke execute on function pg_control_system() from public");
        try {
            role("uninformed", "work_mem = '4MB'");
            anotherPool(address.options().setUser("uninformed"));

            assertThat(get(run("select 3"))).isEqualTo(3);
        } finally {
            anotherPool(address.options());
            execute("grant execute on function pg_control_system() to public");
        }
    }

    @Test
    void a_connection_on_which_nothing_can_be_written_makes_room_for_another() throws Exception {
        int before = get(run(BACKEND));
        execute("create table if not exists written(id int)");
        execute("set default_transaction_read_only = on");
        before = get(run(BACKEND));

        assertThatThrownBy(() -> execute("insert into written values (1)")).hasMessageContaining("read-only");

        int then = before;
        await().ignoreExceptions().until(() -> get(run(BACKEND)) != then);
        execute("insert into written values (1)");
    }

    @Test
    void a_connection_is_replaced_when_it_is_old() throws Exception {
        pool.close();
        pool = poolOfOne(Map.of("qunfa.store.max-connection-age", "1s"), address.options());
        int before = get(run(BACKEND));

        await().ignoreExceptions().atMost(Duration.ofSeconds(20)).until(() -> get(run(BACKEND)) != before);
    }

    @Test
    void a_failing_login_is_told_with_its_cause() {
        try (LogLines log = new LogLines(Level.WARNING, ConnectionPool.class.getName())) {
            anotherPool(address.options().setUser("nobody_here"));

            assertThatThrownBy(() -> get(run("select 1"))).hasMessageContaining("nobody_here");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("cannot be connected to", "role \"nobody_here\" does not exist");
        }
    }

    private void role(String name, String setting) throws Exception {
        execute("do $$ begin create role " + name + " login; exception when duplicate_object then null; end $$");
        execute("alter role " + name + " set " + setting);
    }

    private void anotherPool(PgConnectOptions options) {
        pool.close();
        pool = poolOfOne(Map.of(), options);
    }

    private String setting(String name) throws Exception {
        return pool.query("show " + name)
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void execute(String sql) throws Exception {
        pool.query(sql).execute().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
