package dev.qunfa.store;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date at start: an empty database in one go, one that lacks a migration with Flyway. A database that
 * cannot be reached is waited for, on a worker thread, while the service is alive but not ready.
 */
@ApplicationScoped
public class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);

    /** How long the database may take to say what it has; after that, Flyway asks, and says what is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StoreConfig config;
    private final ScheduledExecutorService executor;
    private final Pool pool;
    private final DatabaseAddress address;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Migrations(StoreConfig config, ScheduledExecutorService executor, Pool pool, DatabaseAddress address) {
        this.config = config;
        this.executor = executor;
        this.pool = pool;
        this.address = address;
    }

    /** Whether the schema is up to date. */
    public boolean done() {
        return done.isDone();
    }

    /** Completes once the schema is up to date. Whoever has waited for too long may give up without ending it for the others. */
    Uni<Void> awaited() {
        return Uni.createFrom().completionStage(done::copy);
    }

    /** Before the Kafka clients are made, which takes as long as a migration or longer. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        executor.execute(this::migrate);
    }

    private void migrate() {
        Optional<String> problem =
                becomesUpToDate() ? Optional.empty() : address.migration().run(schema());
        if (problem.isEmpty()) {
            done.complete(null);
        } else {
            long seconds = Math.max(1, config.connectRetry().toSeconds());
            LOG.warnf("The database is not ready for its migrations; trying again in %d s. %s", seconds, problem.get());
            executor.schedule(this::migrate, seconds, TimeUnit.SECONDS);
        }
    }

    /** Without Flyway. */
    private boolean becomesUpToDate() {
        Uni<Boolean> upToDate = areAllIn()
                .onFailure(EmptyDatabase::hasNoHistory)
                .recoverWithUni(() -> new EmptyDatabase(pool)
                        .fill()
                        .chain(filled -> filled ? Uni.createFrom().item(true) : areAllIn()));
        return orElse(false, upToDate);
    }

    /** The one that the pool's connections use: their URL may name another than JDBC understands. Empty if nobody can tell now. */
    private Optional<String> schema() {
        return orElse(
                Optional.empty(),
                query("select current_schema()")
                        .map(rows -> Optional.ofNullable(rows.iterator().next().getString(0))));
    }

    /** Blocks for a while; what cannot be told meanwhile, Flyway will complain about. */
    private static <T> T orElse(T otherwise, Uni<T> question) {
        return question.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("Flyway is asked instead: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(otherwise)
                .await()
                .indefinitely();
    }

    private Uni<Boolean> areAllIn() {
        return query(KnownMigrations.HISTORY).map(KnownMigrations::areAllIn);
    }

    /** On a connection that is asked for: the pool's own way forgets a timer when there is none, and complains of it later. */
    private Uni<RowSet<Row>> query(String sql) {
        return pool.withConnection(connection -> connection.query(sql).execute());
    }
}
