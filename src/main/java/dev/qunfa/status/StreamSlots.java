package dev.qunfa.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the event streams of this replica. Thread-safe. */
@ApplicationScoped
class StreamSlots {
    private final AtomicInteger open;
    private final int max;

    StreamSlots(ApiConfig config, MeterRegistry registry) {
        this.max = config.streams().max();
        this.open = registry.gauge("qunfa.api.streams", new AtomicInteger());
    }

    /** Takes a slot until the response ends or its connection closes. Fails with a 503 if none is left. */
    void take(RoutingContext call) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            throw ProblemException.unavailable("Too many event streams are open; try again, or ask for the timeline.");
        }
        call.addEndHandler(ended -> open.decrementAndGet());
    }
}
