package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The connection pool, as the store uses it: not before the schema is there. Thread-safe; results arrive on the thread of
 * the database connection.
 */
@ApplicationScoped
class Database {
    private final Pool pool;
    private final Migrations migrations;

    Database(Pool pool, Migrations migrations) {
        this.pool = pool;
        this.migrations = migrations;
    }

    /** Whether the schema is there. */
    boolean isReady() {
        return migrations.done();
    }

    /** One statement in a transaction of its own. */
    Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return onceMigrated(() ->
                pool.withConnection(connection -> connection.preparedQuery(sql).execute(parameters)));
    }

    /** Statements that are transactions of their own, on one connection. */
    <T> Uni<T> withConnection(Function<SqlConnection, Uni<T>> work) {
        return onceMigrated(() -> pool.withConnection(work));
    }

    /** Commits if the work succeeds, rolls back if it fails. */
    <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return onceMigrated(() -> pool.withTransaction(work));
    }

    private <T> Uni<T> onceMigrated(Supplier<Uni<T>> work) {
        return migrations.done() ? work.get() : migrations.awaited().chain(work::get);
    }
}
