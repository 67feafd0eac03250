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
        assertThat(look().getStatus()).isEqualTo(Status.UP);

        Backend.database().allowWrites(false);
        try {
            HealthCheckResponse down = look();
            assertThat(down.getStatus()).isEqualTo(Status.DOWN);
            assertThat(down.getData()).contains(Map.of("reason", "it can only be read"));
        } finally {
            Backend.database().allowWrites(true);
        }
        assertThat(look().getStatus()).isEqualTo(Status.UP);
    }

    private HealthCheckResponse look() {
        return readiness.call().await().atMost(PATIENCE);
    }
}
