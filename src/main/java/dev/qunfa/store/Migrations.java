package dev.qunfa.store;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema up to date at start. A database that cannot be reached is waited for, on a worker thread, while the
 * service is alive but not ready.
 */
@ApplicationScoped
public class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);

    private final StoreConfig config;
    private final ScheduledExecutorService executor;
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Migrations(
            StoreConfig config,
            ScheduledExecutorService executor,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.config = config;
        this.executor = executor;
        database.setUrl("jdbc:" + url.replaceFirst("^vertx-reactive:", ""));
        database.setUser(user);
        database.setPassword(password);
    }

    /** Whether the schema is up to date. */
    public boolean done() {
        return done.isDone();
    }

    /** Completes once the schema is up to date. */
    Uni<Void> awaited() {
        return Uni.createFrom().completionStage(done);
    }

    void start(@Observes StartupEvent event) {
        executor.execute(this::migrate);
    }

    private void migrate() {
        try {
            Flyway.configure().dataSource(database).load().migrate();
            done.complete(null);
        } catch (FlywayException e) {
            long seconds = Math.max(1, config.connectRetry().toSeconds());
            LOG.warnf("The database is not ready for its migrations; trying again in %d s. %s", seconds, reason(e));
            executor.schedule(this::migrate, seconds, TimeUnit.SECONDS);
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
