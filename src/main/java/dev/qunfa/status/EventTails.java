package dev.qunfa.status;

import dev.qunfa.store.MessageQueries;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes {@link EventTail}s. */
@ApplicationScoped
class EventTails {
    private final MessageQueries queries;
    private final TimelineWatch watch;
    private final ApiConfig config;
    private final Vertx vertx;

    EventTails(MessageQueries queries, TimelineWatch watch, ApiConfig config, Vertx vertx) {
        this.queries = queries;
        this.watch = watch;
        this.config = config;
        this.vertx = vertx;
    }

    /** @param after only events with a higher {@code seq} are told */
    Multi<EventTail.Signal> of(String msgId, int after) {
        EventTail tail = new EventTail(
                (seq, limit) -> queries.timeline(msgId, seq, limit),
                (seq, wake) -> watch.await(msgId, seq, wake),
                config.streams(),
                vertx,
                after);
        return Multi.createFrom().<EventTail.Signal>emitter(tail::start);
    }
}
