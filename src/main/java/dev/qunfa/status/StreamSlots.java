package dev.qunfa.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the event streams of this replica. Thread-safe. */
@ApplicationScoped
class StreamSlots {
    private static final String SLOT = StreamSlots.class.getName();

    private final AtomicInteger open;
    private final int max;

    StreamSlots(ApiConfig config, MeterRegistry registry) {
        this.max = config.streams().max();
        this.open = registry.gauge("qunfa.api.streams", new AtomicInteger());
    }

    /** Takes a slot until its call ends or gives it back. Fails with a 503 if none is left. */
    void take(RoutingContext call) {
        AtomicBoolean isTaken = new AtomicBoolean();
        call.put(SLOT, isTaken);
        call.addEndHandler(ended -> giveBack(call));
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            throw ProblemException.unavailable("Too many event streams are open; try again, or ask for the timeline.");
        }
        isTaken.set(true);
    }

    /**
     * Once, however often it is called. The end of the call is not enough: nobody hears of it if the connection closes just while
     * the last of the response is written.
     */
    void giveBack(RoutingContext call) {
        AtomicBoolean isTaken = call.get(SLOT);
        if (isTaken.getAndSet(false)) {
            open.decrementAndGet();
        }
    }
}
