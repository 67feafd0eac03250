package dev.qunfa.store;

import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.engine.jdbc.spi.SqlStatementLogger;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.pool.ReactiveConnectionPool;
import org.hibernate.reactive.pool.impl.ExternalSqlClientPool;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.vertx.VertxInstance;
import org.jboss.logging.Logger;

/**
 * Hibernate, for questions only. Half of all classes of the service are its, and no message waits for it on its way: so it
 * is built on a worker thread in the first half second without a message, half a minute later in any case, or when the first
 * question comes, so that neither the start nor the first messages pay for it. Thread-safe.
 */
@ApplicationScoped
class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);

    /** From the schema to the first look: long enough for the first messages to be on their way. */
    private static final Duration REST = Duration.ofSeconds(2);

    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** In intervals: half a minute. */
    private static final int PATIENCE = 60;

    private final Pool pool;
    private final Vertx vertx;
    private final ScheduledExecutorService executor;
    private final Committed committed;
    private final Uni<Mutiny.SessionFactory> building;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile Mutiny.SessionFactory built;

    Sessions(Pool pool, Vertx vertx, ScheduledExecutorService executor, Committed committed) {
        this.pool = pool;
        this.vertx = vertx;
        this.executor = executor;
        this.committed = committed;
        this.building = Uni.createFrom()
                .item(this::build)
                .runSubscriptionOn(executor)
                .onFailure()
                .invoke(this::buildAgain)
                .memoize()
                .until(() -> failed.getAndSet(false));
    }

    /** Works in a session of its own, on the caller's context; the session is closed when the work ends. */
    <T> Uni<T> with(Function<Mutiny.StatelessSession, Uni<T>> work) {
        Mutiny.SessionFactory sessions = built;
        return sessions != null
                ? sessions.withStatelessSession(work)
                : CallerContext.of(building).chain(first -> first.withStatelessSession(work));
    }

    void start(@Observes @AtStep(StartStep.HOUSEKEEPING) Starting event, Migrations migrations) {
        migrations
                .awaited()
                .subscribe()
                .with(done -> after(REST, () -> warmUpIn(new Lull(committed.count(), PATIENCE))));
    }

    /** For the next question. */
    private void buildAgain(Throwable failure) {
        LOG.warnf("Hibernate could not be built; the next question tries again. %s", Outage.reason(failure));
        failed.set(true);
    }

    private void warmUpIn(Lull lull) {
        after(INTERVAL, () -> {
            if (built != null || lull.after(committed.count())) {
                warmUp();
            } else {
                warmUpIn(lull);
            }
        });
    }

    private void after(Duration delay, Runnable work) {
        executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The first query costs about as much as the factory. */
    private void warmUp() {
        with(session -> MessageQueries.row(session, "")).subscribe().with(none -> {}, failure -> {});
    }

    private Mutiny.SessionFactory build() {
        var services = new ReactiveServiceRegistryBuilder()
                .applySetting(AvailableSettings.DIALECT, PostgreSQLDialect.class.getName())
                .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                .addService(BytecodeProvider.class, new BytecodeProviderImpl())
                .addService(VertxInstance.class, (VertxInstance) () -> vertx)
                .addService(
                        ReactiveConnectionPool.class,
                        new ExternalSqlClientPool(pool, new SqlStatementLogger(), new SqlExceptionHelper(false)))
                .build();
        built = new Configuration()
                .addAnnotatedClass(MessageRow.class)
                .addAnnotatedClass(ContentRow.class)
                .addAnnotatedClass(EventRow.class)
                .buildSessionFactory(services)
                .unwrap(Mutiny.SessionFactory.class);
        return built;
    }

    @PreDestroy
    void close() {
        if (built != null) {
            built.close();
        }
    }
}
