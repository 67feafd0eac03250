package dev.qunfa.store;

import dev.qunfa.health.FailureLog;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes the connection pool so that nothing waits for ever: a connection whose other end is gone without a word (a host that
 * lost its power, a firewall that forgot) looks like one that is about to answer, and the statement on it would hold up
 * everything behind it. One on which a statement gets no answer for {@code qunfa.store.max-silence} is closed; whoever waits
 * for it fails as if it had been cut, and tries again on another. A login that takes that long is given up; its socket stays until
 * TCP or the other end closes it.
 */
@Singleton
class ConnectionPool implements PgPoolCreator {
    private static final int CONNECT_MS = 5_000;

    private static final Logger LOG = Logger.getLogger(ConnectionPool.class);
    /** How often the pool looks for connections that are old enough; it would wake up each second. */
    private static final int CLEANER_MS = 10_000;

    private final Duration maxSilence;
    private final Duration maxAge;
    private final DatabaseAddress address;
    private final FailureLog failures = new FailureLog(LOG);

    ConnectionPool(StoreConfig config, DatabaseAddress address) {
        this.maxSilence = config.maxSilence();
        this.maxAge = config.maxConnectionAge();
        this.address = address;
    }

    @Override
    public Pool create(Input input) {
        PgConnectOptions options =
                address.use(watched(input.pgConnectOptionsList().get(0)), input.vertx());
        // The database gives up before the connection is: else the statement would go on for nobody.
        options.addProperty("statement_timeout", Long.toString(maxSilence.toMillis() * 9 / 10));
        return PgDriver.INSTANCE
                .createPool(input.vertx(), List.of(options), renewed(input.poolOptions()))
                .connectionProvider(connections(input.vertx(), options));
    }

    /** Connections do not live for ever: where the address leads may have changed. Replicas do not renew theirs together. */
    private PoolOptions renewed(PoolOptions options) {
        long longest = maxAge.toMillis();
        long age = longest - ThreadLocalRandom.current().nextLong(longest / 4 + 1);
        return options.setMaxLifetime((int) Math.min(Integer.MAX_VALUE, age))
                .setMaxLifetimeUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod((int) Math.min(CLEANER_MS, age));
    }

    private Function<Context, Future<SqlConnection>> connections(Vertx vertx, PgConnectOptions options) {
        ConnectionFactory factory = PgDriver.INSTANCE.createConnectionFactory(vertx, options);
        return context -> address.ready(factory.connect(context, options), options)
                .onSuccess(connection -> failures.succeeded("New connections to the database work again."))
                .onFailure(failure -> failures.failed(
                        "The database cannot be connected to; trying again. " + Outage.reason(failure)));
    }

    /** The same options, by which TCP gives up what has no other end. */
    static PgConnectOptions watched(PgConnectOptions options) {
        options.setConnectTimeout(CONNECT_MS);
        options.setTcpKeepAlive(true);
        return options;
    }

    /** A connection that fails when a login or, later, a statement waits for too long. */
    static <C extends SqlConnection> Future<C> watched(Future<C> connecting, Duration maxSilence) {
        Future<C> inTime = connecting.timeout(maxSilence.toMillis(), TimeUnit.MILLISECONDS);
        connecting.onSuccess(late -> {
            if (inTime.failed()) {
                late.close();
            }
        });
        return inTime.onSuccess(connection -> SilenceGuard.watch(connection, maxSilence.toNanos()));
    }
}
