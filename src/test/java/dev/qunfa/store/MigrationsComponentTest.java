package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start takes for an up-to-date schema, against what Flyway has written about it. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class MigrationsComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path DIRECTORY = Path.of("src", "main", "resources", "db", "migration");

    @Inject
    Pool pool;

    @Inject
    Database database;

    @Test
    void every_migration_is_known() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(KnownMigrations.ALL)
                    .extracting(KnownMigrations.Migration::file)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void a_schema_that_flyway_has_brought_up_to_date_is_seen_to_be() {
        assertThat(isUpToDateAfter("select 1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from flyway_schema_history where version = '1'",
                "update flyway_schema_history set checksum = checksum + 1 where version = '1'",
                "update flyway_schema_history set success = false where version = '1'"
            })
    void a_migration_that_is_missing_changed_or_failed_is_left_to_flyway(String change) {
        assertThat(isUpToDateAfter(change)).isFalse();
    }

    @Test
    void what_a_later_version_of_the_service_has_migrated_is_up_to_date() {
        assertThat(isUpToDateAfter(
                        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
                                + " checksum, installed_by, execution_time, success)"
                                + " values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, true)"))
                .isTrue();
    }

    /** The change is undone. */
    private boolean isUpToDateAfter(String change) {
        database.execute("select 1", Tuple.tuple()).await().atMost(PATIENCE);
        SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            connection.query("begin").execute().await().atMost(PATIENCE);
            connection.query(change).execute().await().atMost(PATIENCE);
            return KnownMigrations.areAllIn(
                    connection.query(KnownMigrations.HISTORY).execute().await().atMost(PATIENCE));
        } finally {
            connection.query("rollback").execute().await().atMost(PATIENCE);
            connection.close().await().atMost(PATIENCE);
        }
    }
}
