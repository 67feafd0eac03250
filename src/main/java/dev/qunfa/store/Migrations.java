package dev.qunfa.store;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date at start: an empty database in one go, one that lacks a migration with Flyway, in the schema that
 * the pool's connections use. A database that cannot be reached, or that names no schema, is waited for, on a worker thread, while
 * the service is alive but not ready.
 */
@ApplicationScoped
public class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);

    /** How long the database may take to answer one question. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A migration of a large table may take its time. */
    private static final Duration LONGEST_ROUND = Duration.ofHours(2);

    private static final String SCHEMA =
            "select current_schema()::text, current_setting('search_path') as search_path, current_user::text as role";

    private static final String FORBIDDEN = "42501";

    private final StoreConfig config;
    private final ScheduledExecutorService executor;
    private final Pool pool;
    private final DatabaseAddress address;
    private final Vertx vertx;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private FailureLog failures = new FailureLog(LOG);
    private volatile String problem = "it was not asked yet";

    Migrations(StoreConfig config, ScheduledExecutorService executor, Pool pool, DatabaseAddress address, Vertx vertx) {
        this.config = config;
        this.executor = executor;
        this.pool = pool;
        this.address = address;
        this.vertx = vertx;
    }

    /** Whether the schema is up to date. */
    public boolean done() {
        return done.isDone();
    }

    /** Why the schema is not up to date yet. */
    String problem() {
        return problem;
    }

    /** Completes once the schema is up to date. Whoever has waited for too long may give up without ending it for the others. */
    Uni<Void> awaited() {
        return Uni.createFrom().completionStage(done::copy);
    }

    /** Before the Kafka clients are made, which takes as long as a migration or longer. */
    void start(@Observes @AtStep(StartStep.SCHEMA) Starting event, Heartbeats heartbeats) {
        Heartbeat heartbeat = heartbeats.register("migrations", LONGEST_ROUND);
        executor.execute(() -> migrate(heartbeat));
    }

    private void migrate(Heartbeat heartbeat) {
        heartbeat.beat();
        Optional<String> found = problemOrFailure();
        if (found.isEmpty()) {
            failures.succeeded("The database has its schema.");
            heartbeat.stop();
            done.complete(null);
        } else {
            tell(found.get());
            executor.schedule(() -> migrate(heartbeat), config.connectRetry().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Another problem is news; the same one is told now and then. */
    private void tell(String now) {
        if (!now.equals(problem)) {
            failures = new FailureLog(LOG);
        }
        problem = now;
        failures.failed("The database is not ready for its migrations; the service waits for it. " + now);
    }

    private Optional<String> problemOrFailure() {
        try {
            return migrated();
        } catch (RuntimeException | LinkageError e) {
            // The edge of the loop: whatever it is, nobody else would try again.
            return Optional.of(Outage.reason(e));
        }
    }

    /** Brings the schema up to date; if that cannot be done now, why not. */
    private Optional<String> migrated() {
        Row where = answer(query(SCHEMA)).iterator().next();
        String schema = where.getString(0);
        if (schema == null) {
            return Optional.of("The search_path (" + where.getString("search_path")
                    + ") names no schema that exists and that the role " + where.getString("role")
                    + " may use. Create the schema, or correct search_path in DB_URL or of the role.");
        }
        return isUpToDate() ? Optional.empty() : address.migration(vertx).run(schema);
    }

    /** Without Flyway, which is asked if this cannot tell: it says what is wrong. */
    private boolean isUpToDate() {
        try {
            return answer(areAllIn()
                    .onFailure(EmptyDatabase::hasNoHistory)
                    .recoverWithUni(() -> new EmptyDatabase(pool)
                            .fill()
                            .chain(filled -> filled ? Uni.createFrom().item(true) : areAllIn()))
                    .onFailure(Migrations::isForbidden)
                    .recoverWithUni(this::isThere));
        } catch (PgException e) {
            if (Outage.isCauseOf(e) && !EmptyDatabase.hasNoHistory(e)) {
                throw e;
            }
            LOG.debugf("Flyway is asked instead: %s", e.getMessage());
            return false;
        }
    }

    private Uni<Boolean> areAllIn() {
        return query(KnownMigrations.HISTORY).map(KnownMigrations::areAllIn);
    }

    private static boolean isForbidden(Throwable failure) {
        return failure instanceof PgException refused && FORBIDDEN.equals(refused.getSqlState());
    }

    /** A role that may not read the history cannot migrate either: somebody else does, and readiness says what is missing. */
    private Uni<Boolean> isThere() {
        return query(SchemaParts.ARE_THERE).map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Blocks for a while. */
    private static <T> T answer(Uni<T> question) {
        return question.await().atMost(PATIENCE);
    }

    /** On a connection that is asked for: the pool's own way forgets a timer when there is none, and complains of it later. */
    private Uni<RowSet<Row>> query(String sql) {
        return pool.withConnection(connection -> connection.query(sql).execute());
    }
}
