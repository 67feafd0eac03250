package dev.qunfa.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the database answers within two seconds, and its schema is up to date.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "Database";
    /** Touches the table, so that one that cannot be read is noticed. */
    private static final String QUESTION =
            "select current_setting('transaction_read_only') = 'on' as read_only, exists(select from message)";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final Migrations migrations;

    DatabaseReadiness(Database database, Migrations migrations) {
        this.database = database;
        this.migrations = migrations;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!migrations.done()) {
            return Uni.createFrom().item(down("its schema is not up to date yet"));
        }
        return database.execute(QUESTION, Tuple.tuple())
                .map(answer -> answer.iterator().next().getBoolean("read_only")
                        ? down("it can only be read")
                        : HealthCheckResponse.up(NAME))
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
