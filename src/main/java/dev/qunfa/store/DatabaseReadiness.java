package dev.qunfa.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the database answers within two seconds, and its schema is up to date. It is asked as the status API asks it,
 * so that what the first question costs (Hibernate's first query takes a while) is paid before anybody waits.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "Database";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MessageQueries queries;
    private final Migrations migrations;

    DatabaseReadiness(MessageQueries queries, Migrations migrations) {
        this.queries = queries;
        this.migrations = migrations;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!migrations.done()) {
            return Uni.createFrom().item(down("its schema is not up to date yet"));
        }
        return queries.find("")
                .map(answer -> HealthCheckResponse.up(NAME))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(() -> down("it does not answer"));
    }

    private static HealthCheckResponse down(String why) {
        return HealthCheckResponse.named(NAME).down().withData("reason", why).build();
    }
}
