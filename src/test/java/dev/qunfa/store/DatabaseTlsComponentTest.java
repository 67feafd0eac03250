package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qunfa.sandbox.EmbeddedDatabase;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes no connection without TLS: pool, listener and migrations reach it by the same options. */
class DatabaseTlsComponentTest {
    private static final String IS_ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    private record Parts(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    @TempDir
    static Path directory;

    private static final Vertx VERTX = Vertx.vertx();
    private static EmbeddedDatabase database;
    private static SelfSigned certificate;

    private final StoreConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(StoreConfig.class)
            .build()
            .getConfigMapping(StoreConfig.class);
    private final SessionCheck check = new SessionCheck(new ServerChanges());
    private final DatabaseAddress address = new DatabaseAddress(config, check, "");

    @BeforeAll
    static void startWithTls() throws Exception {
        certificate = SelfSigned.in(directory);
        database = EmbeddedDatabase.startFast();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            Path data = Path.of(answer(statement, "show data_directory"));
            for (Path file : List.of(certificate.certificate(), certificate.key())) {
                Path copy = Files.copy(file, data.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                Files.setOwner(copy, Files.getOwner(data.resolve("PG_VERSION")));
            }
            Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all all trust\n");
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
        }
    }

    private static String answer(Statement statement, String sql) throws Exception {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @AfterAll
    static void stop() {
        database.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void pool_listener_and_migrations_use_the_certificates_that_the_pool_was_given() throws Exception {
        Pool pool = pool(trusting());
        try {
            assertThat(isEncrypted(pool)).isTrue();
            assertThat(isEncrypted(get(address.connect(VERTX, "test")))).isTrue();
            assertThat(address.migration(VERTX).run("public")).isEmpty();
        } finally {
            pool.close();
        }
    }

    @Test
    void the_mode_may_be_in_the_url() throws Exception {
        PgConnectOptions options = PgConnectOptions.fromUri(database.url() + "?sslmode=require")
                .setUser(database.user())
                .setPassword(database.password())
                .setTrustAll(true);
        Pool pool = pool(options);
        try {
            assertThat(isEncrypted(pool)).isTrue();
            assertThat(isEncrypted(get(address.connect(VERTX, "test")))).isTrue();
            assertThat(address.migration(VERTX).run("public")).isEmpty();
        } finally {
            pool.close();
        }
    }

    @Test
    void a_certificate_that_nobody_trusts_is_named_as_the_reason() {
        PgConnectOptions options = trusting().setSslMode(SslMode.REQUIRE).setTrustOptions(null);
        Pool pool = pool(options);
        try {
            assertThatThrownBy(() -> isEncrypted(pool))
                    .satisfies(failure -> assertThat(Outage.reason(failure)).contains("certification path"));
            assertThat(address.migration(VERTX).run("public"))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("certification path"));
        } finally {
            pool.close();
        }
    }

    private Pool pool(PgConnectOptions options) {
        return new ConnectionPool(config, address)
                .create(new Parts(VERTX, new PoolOptions().setMaxSize(1), List.of(options)));
    }

    private static PgConnectOptions trusting() {
        return PgConnectOptions.fromUri(database.url())
                .setUser(database.user())
                .setPassword(database.password())
                .setSslMode(SslMode.VERIFY_CA)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(certificate.certificate().toString()));
    }

    private static boolean isEncrypted(SqlClient client) throws Exception {
        return get(client.query(IS_ENCRYPTED).execute()).iterator().next().getBoolean(0);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
