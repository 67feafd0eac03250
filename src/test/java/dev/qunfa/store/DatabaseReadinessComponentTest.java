package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
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

    @Inject
    @Readiness
    DatabaseReadiness readiness;

    @Inject
    Database database;

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
