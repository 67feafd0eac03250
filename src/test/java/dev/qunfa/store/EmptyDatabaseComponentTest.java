package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A first start's schema, against the one that Flyway makes. Each test has databases of its own. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class EmptyDatabaseComponentTest {
    /** Takes the newest migration back. */
    static final String UNDO_LAST = "drop index outbox_partition; drop table outbox_held;"
            + " delete from flyway_schema_history where version = '5'";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** All that {@code public} has in it, a line each. */
    private static final String CONTENT =
            """
            select concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type,
                             character_maximum_length, is_nullable, column_default, collation_name, is_identity)
              from information_schema.columns where table_schema = 'public'
            union all
            select concat_ws(' ', 'options', relname, relkind, reloptions::text)
              from pg_class where relnamespace = 'public'::regnamespace
            union all
            select indexdef from pg_indexes where schemaname = 'public'
            union all
            select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
              from pg_constraint where connamespace = 'public'::regnamespace
            union all
            select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
            union all
            select concat_ws(' ', 'history', installed_rank, version, description, type, script, checksum,
                             installed_by, success)
              from flyway_schema_history
             order by 1
            """;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void what_it_creates_is_what_flyway_creates() {
        createDatabase("filled_here");
        createDatabase("filled_by_flyway");

        assertThat(fill("filled_here")).isTrue();
        assertThat(migration("filled_by_flyway").run("public")).isEmpty();

        assertThat(lines("filled_here", CONTENT)).hasSizeGreaterThan(50).isEqualTo(lines("filled_by_flyway", CONTENT));
    }

    @Test
    void flyway_takes_it_for_its_own_and_finds_nothing_to_do() {
        createDatabase("for_flyway");
        fill("for_flyway");

        Flyway flyway = Flyway.configure()
                .dataSource(
                        "jdbc:" + url("for_flyway"),
                        Backend.database().user(),
                        Backend.database().password())
                .load();

        assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    @Test
    void replicas_that_start_together_fill_it_once() {
        createDatabase("shared");

        List<Boolean> filled = onPool("shared", shared -> Uni.join()
                .all(
                        new EmptyDatabase(shared).fill(),
                        new EmptyDatabase(shared).fill(),
                        new EmptyDatabase(shared).fill())
                .andFailFast());

        assertThat(filled).containsExactlyInAnyOrder(true, false, false);
        assertThat(areAllIn("shared")).isTrue();
    }

    @Test
    void a_database_with_something_in_it_is_left_alone() {
        createDatabase("used");
        execute("used", "create function somebodys() returns integer language sql as 'select 1'");

        assertThat(fill("used")).isFalse();

        assertThat(lines("used", "select relname from pg_class where relnamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void a_database_that_lacks_a_migration_is_brought_up_to_date_by_flyway() {
        createDatabase("older");
        fill("older");
        execute("older", UNDO_LAST);
        assertThat(areAllIn("older")).isFalse();

        assertThat(migration("older").run("public")).isEmpty();

        assertThat(areAllIn("older")).isTrue();
        assertThat(lines("older", "select relname from pg_class where relname = 'outbox_held'"))
                .hasSize(1);
    }

    /** A database's URL may name a schema that JDBC does not hear of. */
    @Test
    void flyway_goes_on_in_the_schema_that_the_connections_use() {
        createDatabase("with_schemas");
        execute("with_schemas", "create schema used");
        String used = "with_schemas?search_path=used";
        assertThat(fill(used)).isTrue();
        execute(used, UNDO_LAST);

        assertThat(migration("with_schemas").run("used")).isEmpty();

        assertThat(areAllIn(used)).isTrue();
        assertThat(lines("with_schemas", "select tablename from pg_tables where schemaname = 'public'"))
                .isEmpty();
    }

    private void createDatabase(String name) {
        pool.query("create database " + name).execute().await().atMost(PATIENCE);
    }

    private boolean fill(String name) {
        return onPool(name, empty -> new EmptyDatabase(empty).fill());
    }

    private boolean areAllIn(String name) {
        return onPool(
                name, filled -> filled.query(KnownMigrations.HISTORY).execute().map(KnownMigrations::areAllIn));
    }

    private void execute(String name, String sql) {
        onPool(name, database -> database.query(sql).execute());
    }

    private List<String> lines(String name, String sql) {
        List<String> lines = new ArrayList<>();
        onPool(name, database -> database.query(sql).execute()).forEach(row -> lines.add(row.getString(0)));
        return lines;
    }

    private <T> T onPool(String name, Function<Pool, Uni<T>> work) {
        Pool own = Pool.newInstance(
                PgBuilder.pool().connectingTo(options(name)).using(vertx).build());
        try {
            return work.apply(own).await().atMost(PATIENCE);
        } finally {
            own.closeAndAwait();
        }
    }

    private SchemaMigration migration(String name) {
        return new SchemaMigration(options(name), vertx);
    }

    private static PgConnectOptions options(String name) {
        return PgConnectOptions.fromUri(url(name))
                .setUser(Backend.database().user())
                .setPassword(Backend.database().password());
    }

    private static String url(String name) {
        String url = Backend.database().url();
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }
}
