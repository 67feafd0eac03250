package dev.qunfa.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The clock of dispatch's event loop. It tells when the wall clock was set, and who keeps moments hears of it when it was set back: else
 * what waits for a moment would wait for as much longer. Set ahead, it only ends waits early. For that event loop.
 */
final class LoopClock {
    private static final Logger LOG = Logger.getLogger(LoopClock.class);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final MeterRegistry registry;
    private final ClockSteps steps = new ClockSteps();
    private final Consumer<Duration> onSetBack;

    /** @param onSetBack told by how much the clock was set back, before anybody is told the time again */
    LoopClock(Clock clock, LongSupplier nanoTime, MeterRegistry registry, Consumer<Duration> onSetBack) {
        this.onSetBack = onSetBack;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.registry = registry;
    }

    /** The clock itself, for other threads. */
    Clock wall() {
        return clock;
    }

    Instant now() {
        Instant now = clock.instant();
        Duration step = steps.look(now, nanoTime.getAsLong());
        if (!step.isZero()) {
            stepped(step);
        }
        return now;
    }

    private void stepped(Duration step) {
        LOG.warnf(
                "The clock was set %s by %d ms.",
                step.isNegative() ? "back" : "ahead", step.abs().toMillis());
        registry.counter("qunfa.clock.steps", "direction", step.isNegative() ? "back" : "ahead")
                .increment();
        if (step.isNegative()) {
            onSetBack.accept(step.abs());
        }
    }
}
