package dev.qunfa.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * How the pool connects to the database, TLS and credentials included, for what does not use the pool. Known from the moment the
 * pool is made. Thread-safe.
 */
@ApplicationScoped
class DatabaseAddress {
    private static final Logger LOG = Logger.getLogger(DatabaseAddress.class);
    /** What the client asks for by itself, unless the URL has a setting of its own. */
    private static final Map<String, String> FORMATS = Map.of("client_encoding", "utf8", "DateStyle", "ISO");

    /** All that the client says of a certificate that is not trusted. */
    private static final String HANDSHAKE = "SSL handshake failed";

    private final Duration maxSilence;
    private final SessionCheck check;
    private final UrlParameters parameters;
    private volatile PgConnectOptions pool;
    private volatile ExplainedTrust trust;

    DatabaseAddress(
            StoreConfig config,
            SessionCheck check,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url) {
        this.maxSilence = config.maxSilence();
        this.check = check;
        this.parameters = new UrlParameters(url);
    }

    /** Takes note of the pool's options, and adds what their URL says beyond; they are not to be changed afterwards. */
    PgConnectOptions use(PgConnectOptions options, Vertx vertx) {
        FORMATS.forEach(options.getProperties()::putIfAbsent);
        parameters.settings().forEach(options::addProperty);
        if (!parameters.ignored().isEmpty()) {
            LOG.warnf("DB_URL has parameters that have no effect: %s", String.join(", ", parameters.ignored()));
        }
        trust = ExplainedTrust.in(options, vertx).orElse(null);
        pool = options;
        return options;
    }

    /** A copy. */
    PgConnectOptions options() {
        return new PgConnectOptions(pool);
    }

    /**
     * A connection beside the pool, made, watched and checked as the pool's are.
     *
     * @param application what the database's own list of connections calls it
     */
    Future<PgConnection> connect(Vertx vertx, String application) {
        PgConnectOptions options = options().addProperty("application_name", application);
        return ready(PgConnection.connect(vertx, options), options);
    }

    /** The connection, watched and checked; a failure that says why there is none. */
    <C extends SqlConnection> Future<C> ready(Future<C> connecting, PgConnectOptions options) {
        return ConnectionPool.watched(connecting, maxSilence)
                .compose(made -> check.checked(made, options))
                .recover(failure -> Future.failedFuture(new NoConnectionException(reason(failure))));
    }

    private String reason(Throwable failure) {
        String reason = Outage.reason(failure);
        String refusal = trust == null ? null : trust.refusal();
        return refusal != null && reason.contains(HANDSHAKE) ? reason + ": " + refusal : reason;
    }

    SchemaMigration migration(Vertx vertx) {
        return new SchemaMigration(pool, vertx);
    }
}
