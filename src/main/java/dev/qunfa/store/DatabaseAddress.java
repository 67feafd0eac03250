package dev.qunfa.store;

import io.vertx.pgclient.PgConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the database is, for what does not use the pool. */
@ApplicationScoped
class DatabaseAddress {
    private final String url;
    private final String user;
    private final String password;

    DatabaseAddress(
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.url = url.replaceFirst("^vertx-reactive:", "");
        this.user = user;
        this.password = password;
    }

    PgConnectOptions options() {
        PgConnectOptions options = PgConnectOptions.fromUri(url).setUser(user).setPassword(password);
        return ConnectionPool.watched(options);
    }

    SchemaMigration migration() {
        return new SchemaMigration(url, user, password);
    }
}
