package dev.qunfa.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes the connection pool so that nothing waits for ever: a connection whose other end is gone without a word (a host that
 * lost its power, a firewall that forgot) looks like one that is about to answer, and the statement on it would hold up
 * everything behind it. One on which a statement gets no answer for {@code qunfa.store.max-silence} is closed; whoever waits
 * for it fails as if it had been cut, and tries again on another.
 */
@Singleton
class ConnectionPool implements PgPoolCreator {
    private static final int CONNECT_MS = 5_000;

    private final long maxSilence;

    ConnectionPool(StoreConfig config) {
        this.maxSilence = config.maxSilence().toNanos();
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(options -> options.setConnectTimeout(CONNECT_MS));
        return PgBuilder.pool()
                .connectingTo(List.copyOf(input.pgConnectOptionsList()))
                .with(input.poolOptions())
                .using(input.vertx())
                .withConnectHandler(this::guard)
                .build();
    }

    private void guard(SqlConnection connection) {
        SilenceGuard.watch(connection, maxSilence);
        connection.close();
    }
}
