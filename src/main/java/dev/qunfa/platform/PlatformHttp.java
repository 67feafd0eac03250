package dev.qunfa.platform;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * POSTs to the gateway over a bounded pool of kept-alive HTTP/1.1 connections; follows no redirects.
 *
 * <p>Confined to the one event loop of its context, which also owns all of its connections: so "a connection was
 * obtained", "the deadline was checked" and "the request was written" happen in one go, with no other thread between.
 */
final class PlatformHttp {
    private static final String PATH = "/gateway/qopen/";

    private final Context context;
    private final PlatformConfig config;
    private final HttpClient client;

    PlatformHttp(Vertx vertx, Context context, PlatformConfig config, int poolSize) {
        this.context = context;
        this.config = config;
        this.client = vertx.httpClientBuilder()
                .with(options(config))
                .with(new PoolOptions().setHttp1MaxSize(poolSize).setMaxWaitQueueSize(2 * poolSize))
                .withConnectHandler(PlatformHttp::keepSilent)
                .build();
    }

    private static HttpClientOptions options(PlatformConfig config) {
        return new HttpClientOptions()
                .setName("platform")
                .setKeepAlive(true)
                // As the kernel does by itself: native transport would turn it off.
                .setTcpQuickAck(true)
                .setKeepAliveTimeout(Math.toIntExact(config.keepAlive().toSeconds()))
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setSslHandshakeTimeout(config.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true);
    }

    /** Else what breaks a connection is logged, with what came over it (I10); each call sees its own failure anyway. */
    private static void keepSilent(HttpConnection connection) {
        connection.exceptionHandler(broken -> {});
    }

    /** A request to {@code {base}/gateway/qopen/<operation>} with the headers that all operations have. */
    RequestOptions request(String operation) {
        URI base = config.baseUrl();
        boolean tls = "https".equalsIgnoreCase(base.getScheme());
        String prefix = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(tls)
                .setHost(base.getHost().replaceAll("^\\[|]$", ""))
                .setPort(base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80)
                .setURI(prefix + PATH + operation)
                .putHeader("Content-Type", "application/json; charset=UTF-8");
    }

    /**
     * Sends once. The future never fails; it is completed on the context's event loop.
     *
     * @param body is not copied
     */
    Future<CallResult> post(RequestOptions request, byte[] body, AttemptWindow window) {
        var call = new PlatformCall(context, window, config.maxAnswerSize());
        return call.send(client, request, Buffer.buffer(Unpooled.wrappedBuffer(body)));
    }

    Future<Void> close() {
        return client.close();
    }
}
