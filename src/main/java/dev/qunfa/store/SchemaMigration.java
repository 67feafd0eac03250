package dev.qunfa.store;

import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs Flyway, over a JDBC connection that is closed again. Apart from {@link Migrations}, which mostly does without. */
final class SchemaMigration {
    private final PGSimpleDataSource database = new PGSimpleDataSource();

    /** @param url {@code postgresql://host:port/database} */
    SchemaMigration(String url, String user, String password) {
        database.setUrl("jdbc:" + url);
        database.setUser(user);
        database.setPassword(password);
    }

    /**
     * Blocks until the schema is up to date.
     *
     * @param schema which; if empty, the one that JDBC connections use
     * @return if it cannot be brought there now, why not
     */
    Optional<String> run(Optional<String> schema) {
        try {
            FluentConfiguration flyway = Flyway.configure().dataSource(database);
            schema.ifPresent(flyway::defaultSchema);
            flyway.load().migrate();
            return Optional.empty();
        } catch (FlywayException e) {
            return Optional.of(reason(e));
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
