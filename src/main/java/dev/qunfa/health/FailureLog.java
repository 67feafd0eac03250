package dev.qunfa.health;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Logs a failure that lasts: a warning when it begins, one each minute while it goes on, and a line when it is over. Thread-safe;
 * times are measured by a monotonic clock.
 */
public final class FailureLog {
    private static final long REPEAT_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final LongSupplier nanoTime;
    private boolean failing;
    private long since;
    private long lastWarning;
    private long lastFailure;

    public FailureLog(Logger log) {
        this(log, System::nanoTime);
    }

    FailureLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** @param sentence what fails, why, and what goes on meanwhile; no content and no secrets (I10) */
    public synchronized void failed(String sentence) {
        long now = nanoTime.getAsLong();
        lastFailure = now;
        if (!failing) {
            failing = true;
            since = now;
            lastWarning = now;
            log.warn(sentence);
        } else if (now - lastWarning >= REPEAT_NANOS) {
            lastWarning = now;
            log.warnf(
                    "%s This has lasted for %d s.",
                    sentence, Duration.ofNanos(now - since).toSeconds());
        }
    }

    /** @param sentence that it works again; logged only if it had failed */
    public synchronized void succeeded(String sentence) {
        if (failing) {
            failing = false;
            log.infof(
                    "%s It had failed for %d s.",
                    sentence, Duration.ofNanos(nanoTime.getAsLong() - since).toSeconds());
        }
    }

    /**
     * As {@link #succeeded}, where some succeed while others fail: it is over only if nothing has failed for a while.
     *
     * @param quiet how long
     */
    public synchronized void succeededFor(Duration quiet, String sentence) {
        if (failing && nanoTime.getAsLong() - lastFailure >= quiet.toNanos()) {
            succeeded(sentence);
        }
    }

    /** How long it has been failing; zero if it is not. */
    public synchronized Duration lasts() {
        return failing ? Duration.ofNanos(nanoTime.getAsLong() - since) : Duration.ZERO;
    }
}
