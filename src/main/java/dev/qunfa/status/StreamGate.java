package dev.qunfa.status;

import dev.qunfa.store.MessageQueries;
import dev.qunfa.store.Timeline;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Decides whether a stream is opened, while the answer can still be an error: once its first byte is out it is a 200. A
 * client that comes back after the last event of a final message is told to stay away (204, as the HTML standard has it).
 */
class StreamGate {
    private static final Pattern SEQ = Pattern.compile("[0-9]{1,9}");

    private final MessageQueries queries;
    private final StreamSlots slots;
    private final Patience patience;

    StreamGate(MessageQueries queries, StreamSlots slots, Patience patience) {
        this.queries = queries;
        this.slots = slots;
        this.patience = patience;
    }

    @Streamed
    @ServerRequestFilter
    Uni<Response> check(ContainerRequestContext request, RoutingContext call) {
        String msgId = PathId.in(call.request().path());
        int after = lastSeen(request.getHeaderString("Last-Event-ID"));
        slots.take(call);
        return patience.with(queries.timeline(msgId, after, 1))
                .map(timeline -> refusal(timeline, after))
                .onTermination()
                .invoke((refusal, failure, cancelled) -> {
                    if (refusal != null || failure != null || cancelled) {
                        slots.giveBack(call);
                    }
                });
    }

    /** What the client has, or 0 if it does not say so in our own terms. */
    static int lastSeen(String lastEventId) {
        return lastEventId != null && SEQ.matcher(lastEventId).matches() ? Integer.parseInt(lastEventId) : 0;
    }

    private static Response refusal(Optional<Timeline> timeline, int after) {
        Timeline found = timeline.orElseThrow(ProblemException::unknownMessage);
        boolean isOver = after > 0 && found.ended() && found.events().isEmpty();
        return isOver ? Response.noContent().build() : null;
    }
}
