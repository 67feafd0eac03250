package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** The connection pool, as the store uses it. Thread-safe; results arrive on the thread of the database connection. */
@ApplicationScoped
class Database {
    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    /** One statement in a transaction of its own. */
    Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return pool.withConnection(connection -> connection.preparedQuery(sql).execute(parameters));
    }

    /** Commits if the work succeeds, rolls back if it fails. */
    <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }
}
