package dev.qunfa.store;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.postgresql.ssl.WrappedFactory;

/**
 * Gives JDBC the certificates that the connection pool trusts and shows, wherever they come from. The driver makes it by the name of
 * its class, so what it is made of has to wait in a static field: there is one database.
 */
public final class PoolTls extends WrappedFactory {
    private static volatile SSLContext pool;

    /** For the driver. */
    public PoolTls() {
        factory = pool.getSocketFactory();
    }

    /** @return the name by which the driver finds what these options say */
    static String of(PgConnectOptions options, Vertx vertx) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(options, vertx), trust(options, vertx), null);
            pool = context;
            return PoolTls.class.getName();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificates for the database cannot be used.", e);
        }
    }

    private static KeyManager[] keys(PgConnectOptions options, Vertx vertx) throws GeneralSecurityException {
        try {
            return options.getKeyCertOptions() == null
                    ? null
                    : options.getKeyCertOptions().getKeyManagerFactory(vertx).getKeyManagers();
        } catch (Exception e) {
            // Vert.x declares no narrower one.
            throw new GeneralSecurityException("the client's certificate cannot be read", e);
        }
    }

    /** Null stands for what the JVM trusts. */
    private static TrustManager[] trust(PgConnectOptions options, Vertx vertx) throws GeneralSecurityException {
        if (options.isTrustAll()) {
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        try {
            return options.getTrustOptions() == null
                    ? null
                    : options.getTrustOptions().getTrustManagerFactory(vertx).getTrustManagers();
        } catch (Exception e) {
            // Vert.x declares no narrower one.
            throw new GeneralSecurityException("the certificates to trust cannot be read", e);
        }
    }
}
