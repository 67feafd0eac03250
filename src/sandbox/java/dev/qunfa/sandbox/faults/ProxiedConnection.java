package dev.qunfa.sandbox.faults;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection through the proxy: the near side is who connected, the far side the target. While it is held, what comes
 * in is kept and not passed on; if the near side leaves meanwhile, it is dropped, as packets are that nobody sends again.
 * Runs on the proxy's event loop only.
 */
final class ProxiedConnection {

    private final NetSocket near;
    private final Consumer<ProxiedConnection> gone;
    private final Deque<Runnable> kept = new ArrayDeque<>();
    private NetSocket far;
    private boolean held;
    private boolean ended;
    private long keptSince;

    ProxiedConnection(NetSocket near, Consumer<ProxiedConnection> gone) {
        this.near = near;
        this.gone = gone;
        near.pause();
        near.closeHandler(closed -> cut());
        near.exceptionHandler(failure -> cut());
    }

    /** The target took the connection. */
    void join(NetSocket target) {
        if (ended) {
            target.close();
            return;
        }
        far = target;
        far.handler(bytes -> passOrKeep(() -> write(bytes, far, near)));
        far.exceptionHandler(failure -> passOrKeep(this::cut));
        far.closeHandler(closed -> passOrKeep(this::cut));
        near.handler(bytes -> passOrKeep(() -> write(bytes, near, far)));
        near.resume();
    }

    void hold() {
        held = true;
    }

    /** Passes on what was kept, unless it was kept for too long. */
    void resume(long longestMillis) {
        boolean tooLong =
                !kept.isEmpty() && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - keptSince) > longestMillis;
        held = false;
        if (tooLong) {
            cut();
        }
        while (!kept.isEmpty() && !ended) {
            kept.remove().run();
        }
    }

    /** Ends both sides; what is kept is lost. */
    void cut() {
        if (ended) {
            return;
        }
        ended = true;
        kept.clear();
        near.close();
        if (far != null) {
            far.close();
        }
        gone.accept(this);
    }

    private void passOrKeep(Runnable action) {
        if (!held) {
            action.run();
            return;
        }
        if (kept.isEmpty()) {
            keptSince = System.nanoTime();
        }
        kept.add(action);
    }

    private static void write(Buffer bytes, NetSocket from, NetSocket to) {
        to.write(bytes);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
        }
    }
}
