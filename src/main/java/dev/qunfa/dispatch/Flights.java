package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The attempts under way, the oldest first, so that one that never ends does not stay unseen: it holds its lane and its place among the
 * POSTs. For one thread, but for the gauge.
 */
final class Flights {
    private static final Logger LOG = Logger.getLogger(Flights.class);

    private final Map<Flight, Long> since = new LinkedHashMap<>();
    private final LongSupplier nanoTime;
    private final Duration limit;
    private final FailureLog log = new FailureLog(LOG);
    private volatile long oldest = -1;

    /** @param limit what takes longer is told in the log */
    Flights(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    void begin(Flight flight) {
        since.put(flight, nanoTime.getAsLong());
        refresh();
    }

    void end(Flight flight) {
        since.remove(flight);
        refresh();
    }

    private void refresh() {
        oldest = since.isEmpty() ? -1 : since.values().iterator().next();
    }

    /** Since the oldest began; zero if there is none. For any thread. */
    Duration age() {
        long begun = oldest;
        return begun == -1 ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - begun));
    }

    /** Tells of one that takes too long. */
    void look() {
        if (age().compareTo(limit) > 0) {
            log.failed("An attempt has been under way for more than " + limit.toSeconds()
                    + " s: its outcome cannot be stored, or it was lost. Its lane and its place among the POSTs wait.");
        } else {
            log.succeeded("No attempt takes too long any more.");
        }
    }
}
