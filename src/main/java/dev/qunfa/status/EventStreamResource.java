package dev.qunfa.status;

import dev.qunfa.store.MessageQueries;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/** A message's timeline as Server-Sent Events: what happened, then what happens, until it is final. */
@Path("/api/v1/messages/{msg_id}/events/stream")
public class EventStreamResource {
    private final MessageQueries queries;
    private final ApiConfig config;
    private final Vertx vertx;

    EventStreamResource(MessageQueries queries, ApiConfig config, Vertx vertx) {
        this.queries = queries;
        this.config = config;
        this.vertx = vertx;
    }

    @GET
    @Streamed
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> stream(
            @Encoded @PathParam("msg_id") String segment,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context Sse sse) {
        EventTail.Source source = (after, limit) -> queries.timeline(PathId.decode(segment), after, limit);
        EventTail tail = new EventTail(source, config.streams(), vertx, StreamGate.lastSeen(lastEventId));
        return Multi.createFrom().<EventTail.Signal>emitter(tail::start).map(signal -> SseEvents.of(signal, sse));
    }
}
