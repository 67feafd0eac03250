package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import dev.qunfa.LogLines;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.sandbox.EmbeddedDatabase;
import dev.qunfa.sandbox.FreePort;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start whose database is not what it should be yet: it says so, waits, and goes on once it is. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class WaitingMigrationsComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Parts(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    @Inject
    Pool service;

    @Inject
    Vertx vertx;

    @Inject
    StoreConfig config;

    @Inject
    ScheduledExecutorService executor;

    @Inject
    Heartbeats heartbeats;

    private Pool pool;

    @AfterEach
    void close() {
        pool.closeAndAwait();
    }

    @Test
    void a_schema_that_does_not_exist_is_named_and_waited_for() {
        run("create database no_schema");
        try (LogLines log = new LogLines(Level.WARNING, Migrations.class.getName())) {
            Migrations migrations = started(url("no_schema") + "?search_path=nope");

            await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(line -> line.contains("(nope)")));
            assertThat(migrations.done()).isFalse();
            assertThat(migrations.problem()).contains("names no schema that exists");
            assertThat(tablesIn("no_schema", "public")).isZero();

            other("no_schema", "create schema nope");
            await().atMost(PATIENCE).until(migrations::done);
            assertThat(tablesIn("no_schema", "nope")).isGreaterThan(5);
            assertThat(tablesIn("no_schema", "public")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "by_search_path, ?search_path=mine",
        "by_current_schema, ?currentSchema=mine",
        "by_options, ?options=-c%20search_path%3Dmine"
    })
    void whatever_names_the_schema_names_it_for_both_migrators(String name, String query) {
        run("create database " + name);
        other(name, "create schema mine");
        await().atMost(PATIENCE).until(started(url(name) + query)::done);
        pool.closeAndAwait();
        other(name, "set search_path = mine; " + EmptyDatabaseComponentTest.UNDO_LAST);

        await().atMost(PATIENCE).until(started(url(name) + query)::done);

        assertThat(tablesIn(name, "mine")).isGreaterThan(5);
        assertThat(tablesIn(name, "public")).isZero();
    }

    @Test
    void the_short_name_of_the_scheme_is_good_for_both_migrators() {
        run("create database short_scheme");
        String url = url("short_scheme").replace("postgresql://", "postgres://");
        await().atMost(PATIENCE).until(started(url)::done);
        pool.closeAndAwait();
        other("short_scheme", EmptyDatabaseComponentTest.UNDO_LAST);

        await().atMost(PATIENCE).until(started(url)::done);
    }

    @Test
    void a_database_that_comes_up_late_is_waited_for() {
        int port = FreePort.find();
        Migrations migrations = started("postgres://localhost:" + port + "/postgres");
        await().atMost(PATIENCE).until(() -> migrations.problem().contains("refused"));

        try (EmbeddedDatabase late = EmbeddedDatabase.start(port)) {
            await().atMost(PATIENCE).until(migrations::done);
        }
    }

    @Test
    void a_role_that_may_not_read_the_history_finds_the_schema_there() {
        run("create database without_history");
        await().atMost(PATIENCE).until(started(url("without_history"))::done);
        pool.closeAndAwait();
        other(
                "without_history",
                "create role modest login; grant select, insert, update, delete on message, message_content, message_event,"
                        + " outbox, orphan_callback, partition_owner, pause to modest");

        Migrations migrations = started(url("without_history"), "modest");

        await().atMost(PATIENCE).until(migrations::done);
    }

    private Migrations started(String url) {
        return started(url, Backend.database().user());
    }

    private Migrations started(String url, String role) {
        SessionCheck check = new SessionCheck(new ServerChanges());
        DatabaseAddress address = new DatabaseAddress(config, check, url);
        PgConnectOptions options = PgConnectOptions.fromUri(url)
                .setUser(role)
                .setPassword(Backend.database().password());
        pool = Pool.newInstance(new ConnectionPool(config, address)
                .create(new Parts(vertx, new PoolOptions().setMaxSize(2), List.of(options))));
        Migrations migrations = new Migrations(config, executor, pool, address, vertx);
        migrations.start(null, heartbeats);
        return migrations;
    }

    private long tablesIn(String name, String schema) {
        return other(name, "select count(*) from pg_tables where schemaname = '" + schema + "'")
                .iterator()
                .next()
                .getLong(0);
    }

    private void run(String sql) {
        service.query(sql).execute().await().atMost(PATIENCE);
    }

    private RowSet<io.vertx.mutiny.sqlclient.Row> other(String name, String sql) {
        PgConnectOptions options = PgConnectOptions.fromUri(url(name))
                .setUser(Backend.database().user())
                .setPassword(Backend.database().password());
        Pool own = Pool.newInstance(io.vertx.pgclient.PgBuilder.pool()
                .connectingTo(options)
                .using(vertx)
                .build());
        try {
            return own.query(sql).execute().await().atMost(PATIENCE);
        } finally {
            own.closeAndAwait();
        }
    }

    private static String url(String name) {
        String url = Backend.database().url();
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }
}
