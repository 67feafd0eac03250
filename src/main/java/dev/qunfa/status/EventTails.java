package dev.qunfa.status;

import dev.qunfa.store.MessageQueries;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes {@link EventTail}s. */
@ApplicationScoped
class EventTails {
    private final MessageQueries queries;
    private final ApiConfig config;
    private final Vertx vertx;

    EventTails(MessageQueries queries, ApiConfig config, Vertx vertx) {
        this.queries = queries;
        this.config = config;
        this.vertx = vertx;
    }

    /** @param after only events with a higher {@code seq} are told */
    Multi<EventTail.Signal> of(String msgId, int after) {
        EventTail tail =
                new EventTail((seq, limit) -> queries.timeline(msgId, seq, limit), config.streams(), vertx, after);
        return Multi.createFrom().<EventTail.Signal>emitter(tail::start);
    }
}
