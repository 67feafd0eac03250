package dev.qunfa.platform;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/**
 * The kept-alive connections to the gateway, and how long each may be kept: one that is kept for ever leads to the old address for ever
 * when the gateway's name moves on. On the event loop that owns the connections only.
 */
final class Connections {
    private static final class Kept {
        private final long since;
        private boolean busy;
        private boolean worn;

        Kept(long since) {
            this.since = since;
        }
    }

    private final long lifetimeNanos;
    private final LongSupplier nanoTime;
    private final Map<HttpConnection, Kept> open = new HashMap<>();
    /** The pool may have handed one out before it knew. */
    private final Set<HttpConnection> closed = Collections.newSetFromMap(new WeakHashMap<>());

    Connections(Duration lifetime, LongSupplier nanoTime) {
        this.lifetimeNanos = lifetime.toNanos();
        this.nanoTime = nanoTime;
    }

    void opened(HttpConnection connection) {
        open.put(connection, new Kept(nanoTime.getAsLong()));
        // Else what breaks a connection is logged, with what came over it (I10); each call sees its own failure anyway.
        connection.exceptionHandler(broken -> {});
        connection.closeHandler(gone -> forget(connection));
    }

    /** A request that is written to it now could not arrive. */
    boolean isClosed(HttpConnection connection) {
        return closed.contains(connection);
    }

    /** A request goes out over it. */
    void begin(HttpConnection connection) {
        Kept kept = open.get(connection);
        if (kept != null) {
            kept.busy = true;
        }
    }

    /**
     * The request is over.
     *
     * @param worn whether its answer is a reason to come by another connection the next time
     */
    void end(HttpConnection connection, boolean worn) {
        Kept kept = open.get(connection);
        if (kept == null) {
            return;
        }
        kept.busy = false;
        if (worn || kept.worn || nanoTime.getAsLong() - kept.since >= lifetimeNanos) {
            close(connection);
        }
    }

    /** Closes them all; those on which somebody waits for an answer, once it is there. */
    void renew() {
        for (HttpConnection connection : List.copyOf(open.keySet())) {
            Kept kept = open.get(connection);
            if (kept != null && kept.busy) {
                kept.worn = true;
            } else {
                close(connection);
            }
        }
    }

    int count() {
        return open.size();
    }

    private void close(HttpConnection connection) {
        forget(connection);
        connection.close();
    }

    private void forget(HttpConnection connection) {
        open.remove(connection);
        closed.add(connection);
    }
}
