package dev.qunfa.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The heartbeats of all loops of the service: each is a gauge, {@code qunfa.loop.age} in seconds, and an entry of liveness (I11).
 * Thread-safe.
 */
@ApplicationScoped
public class Heartbeats {
    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final Map<String, Heartbeat> loops = new ConcurrentHashMap<>();

    @Inject
    Heartbeats(MeterRegistry registry) {
        this(registry, System::nanoTime);
    }

    Heartbeats(MeterRegistry registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    /**
     * A new heartbeat, which has just beaten.
     *
     * @param name one word or several, e.g. {@code relay}; one that is taken is replaced
     * @param limit how long the loop may be silent before only a restart helps; far more than its longest round takes
     */
    public Heartbeat register(String name, Duration limit) {
        Heartbeat heartbeat = new Heartbeat(name, limit, nanoTime);
        loops.put(name, heartbeat);
        registry.gauge(
                "qunfa.loop.age",
                List.of(Tag.of("loop", name)),
                this,
                all -> all.loops.get(name).age().toMillis() / 1_000.0);
        return heartbeat;
    }

    /** All of them, in the order of their names. */
    List<Heartbeat> all() {
        return loops.keySet().stream().sorted().map(loops::get).toList();
    }
}
