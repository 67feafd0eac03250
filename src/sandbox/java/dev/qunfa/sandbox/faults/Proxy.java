package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.FreePort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A TCP proxy on a port of this machine whose connections can be cut, refused and stalled. With several targets it takes
 * them in turn and passes over those that refuse, as a simple load balancer does. Public methods may be called by any
 * thread and return when their effect is there.
 */
final class Proxy implements AutoCloseable {

    /** What happens to connections. */
    enum Mode {
        PASS,
        /** Nobody listens at the port. */
        REFUSE,
        /** All stay open, new ones too, and no byte gets through. */
        STALL
    }

    private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private final Context context;
    private final Vertx vertx;
    private final int port;
    private final NetClient client;
    private volatile Route route;
    private final Set<ProxiedConnection> connections = new HashSet<>();
    private NetServer server;
    private Mode mode = Mode.PASS;
    private int turn;

    /**
     * Where connections lead.
     *
     * @param port of the proxy, zero for a free one
     * @param targets ports on this machine
     * @param longestHoldMillis a connection whose bytes were held back for longer when a stall ends is cut instead of
     *     resumed: what it held was lost on the way
     */
    record Route(int port, List<Integer> targets, long longestHoldMillis) {

        static final long FOR_EVER = Long.MAX_VALUE;

        static Route to(int target) {
            return new Route(0, List.of(target), FOR_EVER);
        }
    }

    private Proxy(Vertx vertx, Route route) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.route = route;
        this.client = vertx.createNetClient();
        this.port = route.port() == 0 ? FreePort.find() : route.port();
    }

    /** Starts a proxy; {@code vertx} must have one event loop only. */
    static Proxy start(Vertx vertx, Route route) {
        Proxy proxy = new Proxy(vertx, route);
        proxy.onLoop(proxy::listen);
        return proxy;
    }

    private Future<?> listen() {
        server = vertx.createNetServer(new NetServerOptions()
                        .setHost("localhost")
                        .setPort(port)
                        .setTcpNoDelay(true))
                .connectHandler(this::accept);
        return server.listen();
    }

    int port() {
        return port;
    }

    /** Drops every connection, once. */
    void cut() {
        onLoop(this::cutAll);
    }

    /** Drops every connection; new ones lead to another port. */
    void leadTo(int target) {
        onLoop(() -> {
            route = new Route(port, List.of(target), route.longestHoldMillis());
            return cutAll();
        });
    }

    /** Drops every connection and lets none in until {@link #restore()}. */
    void refuse() {
        onLoop(() -> {
            mode = Mode.REFUSE;
            cutAll();
            return server.close();
        });
        awaitRefusal();
    }

    /** A closed server's socket goes on listening until its thread looks at its sockets again. */
    private void awaitRefusal() {
        long end = System.nanoTime() + REFUSAL_PATIENCE.toNanos();
        while (isListening()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Port " + port + " still takes connections after it was closed.");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private boolean isListening() {
        try (Socket probe = new Socket("localhost", port)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** Holds back every byte in both directions until {@link #restore()}. */
    void stall() {
        onLoop(() -> {
            mode = Mode.STALL;
            connections.forEach(ProxiedConnection::hold);
            return Future.succeededFuture();
        });
    }

    /** Holds back every byte of the connections that there are; new ones pass. So it looks when a host is gone without a word. */
    void silence() {
        onLoop(() -> {
            connections.forEach(ProxiedConnection::hold);
            return Future.succeededFuture();
        });
    }

    /** Passes everything on again, beginning with what was held back. */
    void restore() {
        onLoop(() -> {
            boolean refused = mode == Mode.REFUSE;
            mode = Mode.PASS;
            List.copyOf(connections).forEach(each -> each.resume(route.longestHoldMillis()));
            return refused ? listen() : Future.succeededFuture();
        });
    }

    @Override
    public void close() {
        cut();
        onLoop(server::close);
        client.close();
    }

    private Future<?> cutAll() {
        List.copyOf(connections).forEach(ProxiedConnection::cut);
        return Future.succeededFuture();
    }

    private void accept(NetSocket near) {
        ProxiedConnection connection = new ProxiedConnection(near, connections::remove);
        connections.add(connection);
        if (mode == Mode.STALL) {
            connection.hold();
        }
        connect(connection, 0);
    }

    private void connect(ProxiedConnection connection, int failures) {
        if (failures == route.targets().size()) {
            connection.cut();
            return;
        }
        client.connect(nextTarget(), "localhost")
                .onSuccess(connection::join)
                .onFailure(refused -> connect(connection, failures + 1));
    }

    private int nextTarget() {
        turn = (turn + 1) % route.targets().size();
        return route.targets().get(turn);
    }

    private void onLoop(Supplier<Future<?>> action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> action.get().<Void>mapEmpty().onComplete(done));
        done.future().toCompletionStage().toCompletableFuture().join();
    }
}
