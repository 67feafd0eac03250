package dev.qunfa.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the database answers within two seconds, its schema is up to date, and the role may do with it what the service
 * does. Otherwise the reason says what is missing.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "Database";
    /** Touches the table, so that one that cannot be read is noticed. */
    private static final String QUESTION =
            """
            select current_setting('transaction_read_only') = 'on' as read_only, current_schema()::text as schema,
                   current_user::text as role, array(%s) as missing, exists(select from message)
            """
                    .formatted(SchemaParts.MISSING);

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
            return Uni.createFrom().item(down("its schema is not up to date yet: " + migrations.problem()));
        }
        return database.execute(QUESTION, Tuple.tuple())
                .map(answer -> judged(answer.iterator().next()))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> down("it does not answer within " + PATIENCE.toSeconds() + " s"))
                .onFailure()
                .recoverWithItem(failure -> down("it cannot be used: " + Outage.reason(failure)));
    }

    private static HealthCheckResponse judged(Row found) {
        if (found.getBoolean("read_only")) {
            return down("it can only be read");
        }
        Set<String> missing = new TreeSet<>(List.of(found.getArrayOfStrings("missing")));
        return missing.isEmpty()
                ? HealthCheckResponse.up(NAME)
                : down("the schema " + found.getString("schema") + " lacks for the role " + found.getString("role")
                        + ": " + String.join(", ", missing)
                        + ". Grant it, or let the service connect as the owner of the schema");
    }

    private static HealthCheckResponse down(String why) {
        return HealthCheckResponse.named(NAME).down().withData("reason", why).build();
    }
}
