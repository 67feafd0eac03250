package dev.qunfa.store;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides as the trust does that it wraps, and remembers why the last certificate was refused: the database client only says that
 * the handshake failed. Thread-safe.
 */
final class ExplainedTrust extends X509ExtendedTrustManager {
    private interface Check {
        void run() throws CertificateException;
    }

    private final X509ExtendedTrustManager trust;
    private volatile String refusal;

    private ExplainedTrust(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    /** Wraps what the options trust; empty if they trust everything, or something that says itself what is wrong with it. */
    static Optional<ExplainedTrust> in(PgConnectOptions options, Vertx vertx) {
        boolean nothingToTrust = options.getTrustOptions() == null && options.getSslMode() != SslMode.REQUIRE;
        if (options.getSslMode() == SslMode.DISABLE || options.isTrustAll() || nothingToTrust) {
            return Optional.empty();
        }
        Optional<ExplainedTrust> explained = factory(options.getTrustOptions(), vertx)
                .filter(factory -> factory.getTrustManagers()[0] instanceof X509ExtendedTrustManager)
                .map(factory -> new ExplainedTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0]));
        explained.ifPresent(trust -> options.setTrustOptions(TrustOptions.wrap(trust)));
        return explained;
    }

    private static Optional<TrustManagerFactory> factory(TrustOptions options, Vertx vertx) {
        try {
            return Optional.of(options == null ? ofTheJvm() : options.getTrustManagerFactory(vertx));
        } catch (Exception e) {
            // Vert.x declares no narrower one; the client meets the same, and tells it.
            return Optional.empty();
        }
    }

    private static TrustManagerFactory ofTheJvm() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory;
    }

    /** Why the last certificate was refused; null if none was. */
    String refusal() {
        return refusal;
    }

    private void noting(Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            refusal = Outage.reason(e);
            throw e;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        noting(() -> trust.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        noting(() -> trust.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        noting(() -> trust.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
