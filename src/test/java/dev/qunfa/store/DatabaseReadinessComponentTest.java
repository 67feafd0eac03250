package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** A database that cannot be written to is no database for this service. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class DatabaseReadinessComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String TABLES = String.join(", ", SchemaParts.TABLES.keySet());

    @Inject
    @Readiness
    DatabaseReadiness readiness;

    @Inject
    Database database;

    @Inject
    Migrations migrations;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void aDatabaseThatCanOnlyBeReadIsNotReadyAndSaysSo() {
        database.execute("select 1", Tuple.tuple()).await().atMost(PATIENCE);
        assertThat(awaited(Status.UP).getStatus()).isEqualTo(Status.UP);

        Backend.database().allowWrites(false);
        try {
            HealthCheckResponse down = awaited(Status.DOWN);
            assertThat(down.getStatus()).isEqualTo(Status.DOWN);
            assertThat(down.getData()).contains(Map.of("reason", "it can only be read"));
        } finally {
            Backend.database().allowWrites(true);
        }
        assertThat(awaited(Status.UP).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_role_that_may_not_do_what_the_service_does_is_not_ready_and_the_reason_names_it() {
        database.execute("select 1", Tuple.tuple()).await().atMost(PATIENCE);
        run("create role limited login");
        Pool limited = poolOf("limited");
        try {
            assertThat(reason(limited)).contains("permission denied for table message");

            run("grant select on " + TABLES + " to limited");
            assertThat(reason(limited))
                    .contains("the role limited", "INSERT on message,", "DELETE on outbox", "UPDATE on partition_owner")
                    .doesNotContain("SELECT", "UPDATE on outbox,", "flyway");

            run("grant insert, update, delete on " + TABLES + " to limited");
            assertThat(look(limited).getStatus()).isEqualTo(Status.UP);
        } finally {
            limited.closeAndAwait();
        }
    }

    @Test
    void all_tables_of_the_schema_are_asked_for() {
        RowSet<Row> tables = pool.query("select tablename::text from pg_tables where schemaname = 'public'"
                        + " and tablename <> 'flyway_schema_history'")
                .execute()
                .await()
                .atMost(PATIENCE);
        List<String> names = new ArrayList<>();
        tables.forEach(table -> names.add(table.getString(0)));

        assertThat(SchemaParts.TABLES.keySet()).isSubsetOf(names);
        assertThat(names).filteredOn(name -> !name.startsWith("written")).isSubsetOf(SchemaParts.TABLES.keySet());
    }

    private Pool poolOf(String role) {
        PgConnectOptions options =
                PgConnectOptions.fromUri(Backend.database().url()).setUser(role).setPassword("any");
        return Pool.newInstance(
                PgBuilder.pool().connectingTo(options).using(vertx).build());
    }

    private String reason(Pool limited) {
        return look(limited).getData().orElseThrow().get("reason").toString();
    }

    private HealthCheckResponse look(Pool limited) {
        return new DatabaseReadiness(new Database(limited, migrations), migrations)
                .call()
                .await()
                .atMost(PATIENCE);
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    /** Sessions that exist hear of the change a moment later. */
    private HealthCheckResponse awaited(Status status) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HealthCheckResponse seen = look();
        while (seen.getStatus() != status && System.nanoTime() < end) {
            seen = look();
        }
        return seen;
    }

    private HealthCheckResponse look() {
        return readiness.call().await().atMost(PATIENCE);
    }
}
