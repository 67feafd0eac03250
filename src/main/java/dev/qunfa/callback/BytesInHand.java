package dev.qunfa.callback;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of callbacks' bodies that are held at once (I8). The first {@link #FIRST} bytes of each have room of their own:
 * every callback that the platform is known to send fits, so strangers with large bodies never keep it out. Thread-safe.
 */
@ApplicationScoped
class BytesInHand {
    /** Of each body: an event 40001 has less. */
    static final int FIRST = 8 * 1024;

    /** As many first bytes as there may be connections (application.properties): with HTTP/1.1 they always fit. */
    private static final long MAX_FIRST = 4096L * FIRST;

    private final long maxRest;
    private final AtomicLong first = new AtomicLong();
    private final AtomicLong rest = new AtomicLong();

    @Inject
    BytesInHand(CallbackConfig config, MeterRegistry registry) {
        this(config.maxBytesInHand());
        registry.gauge("qunfa.callback.bytes.in.hand", rest);
    }

    BytesInHand(long maxRest) {
        this.maxRest = maxRest;
    }

    /**
     * A body grows.
     *
     * @return false, and nothing taken, if there is no room for that
     */
    boolean grow(int from, int to) {
        if (!take(first, first(to) - first(from), MAX_FIRST)) {
            return false;
        }
        if (take(rest, rest(to) - rest(from), maxRest)) {
            return true;
        }
        first.addAndGet(first(from) - first(to));
        return false;
    }

    void giveBack(int length) {
        first.addAndGet(-first(length));
        rest.addAndGet(-rest(length));
    }

    /** Of both kinds. */
    long taken() {
        return first.get() + rest.get();
    }

    private static boolean take(AtomicLong taken, int bytes, long max) {
        if (bytes == 0 || taken.addAndGet(bytes) <= max) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    private static int first(int length) {
        return Math.min(FIRST, length);
    }

    private static int rest(int length) {
        return Math.max(0, length - FIRST);
    }
}
