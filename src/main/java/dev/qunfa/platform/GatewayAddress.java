package dev.qunfa.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The gateway's address. Names are looked up on a thread of their own: a name server that is slow, or silent, must not stop the event
 * loop on which all calls and their time-outs live. While an address is known, it is looked up anew in the background. On the event
 * loop of its context only.
 */
final class GatewayAddress {
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();
    /** An old address is better than none, after so long. */
    private static final long PATIENCE_MS = 2_000;

    /** Looks a name up; may block. */
    interface Lookup {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    private final String host;
    private final int port;
    private final Context context;
    private final Lookup names;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor thread;

    private List<InetAddress> known = List.of();
    private long lookedUpAt;
    private boolean doubted;
    private int turn;
    /** The one look-up under way; null if there is none. */
    private Future<Void> lookup;

    GatewayAddress(String host, int port, Context context, Lookup names, LongSupplier nanoTime) {
        this.host = host;
        this.port = port;
        this.context = context;
        this.names = names;
        this.nanoTime = nanoTime;
        this.thread = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread resolver = new Thread(task, "qunfa-names");
            resolver.setDaemon(true);
            return resolver;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Where to connect to; fails with {@link UnknownHostException} if nothing is known. */
    Future<SocketAddress> current() {
        boolean fresh = !known.isEmpty() && nanoTime.getAsLong() - lookedUpAt < FRESH_NANOS;
        if (fresh && !doubted) {
            return Future.succeededFuture(address());
        }
        Future<Void> anew = lookUp();
        if (known.isEmpty()) {
            return anew.map(done -> address());
        }
        return doubted
                ? anew.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                        .transform(whatever -> Future.succeededFuture(address()))
                : Future.succeededFuture(address());
    }

    /** The gateway does not answer there as it should: the next call waits for the name to be looked up anew. */
    void doubt() {
        doubted = true;
    }

    /** Nobody answers at the address; the name may have others. */
    void failed() {
        turn++;
        doubted = true;
    }

    private SocketAddress address() {
        InetAddress next = known.get(Math.floorMod(turn, known.size()));
        return SocketAddress.inetSocketAddress(new InetSocketAddress(next, port));
    }

    private Future<Void> lookUp() {
        if (lookup == null) {
            Promise<List<InetAddress>> found = ((ContextInternal) context).promise();
            lookup = found.future().transform(result -> {
                lookup = null;
                lookedUpAt = nanoTime.getAsLong();
                if (result.failed()) {
                    return Future.failedFuture(result.cause());
                }
                doubted = false;
                known = result.result();
                return Future.succeededFuture();
            });
            thread.execute(() -> lookUp(found));
        }
        return lookup;
    }

    private void lookUp(Promise<List<InetAddress>> found) {
        try {
            List<InetAddress> addresses = names.of(host);
            if (addresses.isEmpty()) {
                throw new UnknownHostException();
            }
            found.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            // Whatever it is: without an end of this look-up there would never be another.
            found.fail(e);
        }
    }

    void close() {
        thread.shutdownNow();
    }
}
