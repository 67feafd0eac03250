package dev.qunfa.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs Flyway, over a JDBC connection that is closed again. Apart from {@link Migrations}, which mostly does without. */
final class SchemaMigration {
    private static final int LOGIN_SECONDS = 20;

    private final PGSimpleDataSource database = new PGSimpleDataSource();

    /** @param options of the connection pool: JDBC connects as it does, TLS and credentials included */
    SchemaMigration(PgConnectOptions options, Vertx vertx) {
        database.setServerNames(new String[] {options.getHost()});
        database.setPortNumbers(new int[] {options.getPort()});
        database.setDatabaseName(options.getDatabase());
        database.setUser(options.getUser());
        database.setPassword(options.getPassword());
        database.setOptions(options.getProperties().get("options"));
        database.setLoginTimeout(LOGIN_SECONDS);
        database.setTcpKeepAlive(true);
        database.setSslMode(options.getSslMode().value);
        if (options.getSslMode() != SslMode.DISABLE) {
            database.setSslfactory(PoolTls.of(options, vertx));
        }
    }

    /**
     * Blocks until the schema is up to date.
     *
     * @param schema the one that the pool's connections use
     * @return if it cannot be brought there now, why not
     */
    Optional<String> run(String schema) {
        try {
            Flyway.configure().dataSource(database).defaultSchema(schema).load().migrate();
            return Optional.empty();
        } catch (FlywayException e) {
            return Optional.of(Outage.reason(e));
        }
    }
}
