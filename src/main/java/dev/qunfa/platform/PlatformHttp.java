package dev.qunfa.platform;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
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
    private final PlatformCall.Wire wire;

    PlatformHttp(Vertx vertx, Context context, PlatformConfig config, int poolSize) {
        this.context = context;
        this.config = config;
        Connections connections = new Connections(config.connectionLifetime(), System::nanoTime);
        GatewayAddress address = new GatewayAddress(
                host(config), port(config), context, host -> List.of(InetAddress.getAllByName(host)), System::nanoTime);
        this.client = vertx.httpClientBuilder()
                .with(options(config))
                .with(new PoolOptions().setHttp1MaxSize(poolSize).setMaxWaitQueueSize(2 * poolSize))
                .withConnectHandler(connections::opened)
                .build();
        this.wire = new PlatformCall.Wire(client, address, connections, config.maxAnswerSize());
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

    /** A request to {@code {base}/gateway/qopen/<operation>} with the headers that all operations have. */
    RequestOptions request(String operation) {
        URI base = config.baseUrl();
        String prefix = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(isTls(config))
                .setHost(host(config))
                .setPort(port(config))
                .setURI(prefix + PATH + operation)
                .putHeader("Content-Type", "application/json; charset=UTF-8");
    }

    /**
     * Sends once. The future never fails; it is completed on the context's event loop.
     *
     * @param request is the call's own and changed by it
     * @param body is not copied
     */
    Future<CallResult> post(RequestOptions request, byte[] body, AttemptWindow window) {
        var call = new PlatformCall(context, window, wire);
        return call.send(request, Buffer.buffer(Unpooled.wrappedBuffer(body)));
    }

    /** The gateway may have moved: what is sent from now on goes over new connections, to where its name leads now. */
    void renew() {
        wire.address().doubt();
        wire.connections().renew();
    }

    private static boolean isTls(PlatformConfig config) {
        return "https".equalsIgnoreCase(config.baseUrl().getScheme());
    }

    private static String host(PlatformConfig config) {
        return config.baseUrl().getHost().replaceAll("^\\[|]$", "");
    }

    private static int port(PlatformConfig config) {
        int port = config.baseUrl().getPort();
        return port >= 0 ? port : isTls(config) ? 443 : 80;
    }

    Future<Void> close() {
        wire.address().close();
        return client.close();
    }
}
