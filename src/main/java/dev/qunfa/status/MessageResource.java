package dev.qunfa.status;

import dev.qunfa.store.MessageDetails;
import dev.qunfa.store.MessageQueries;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Messages: one, many, their timelines, and what people decide about them. Documented in {@code openapi.yaml}. */
@Path("/api/v1/messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessageResource {
    private static final Logger LOG = Logger.getLogger(MessageResource.class);

    private final MessageQueries queries;
    private final MessageViews views;
    private final Decisions decisions;
    private final EventTails tails;
    private final StreamSlots slots;
    private final Patience patience;

    MessageResource(
            MessageQueries queries,
            MessageViews views,
            Decisions decisions,
            EventTails tails,
            StreamSlots slots,
            Patience patience) {
        this.queries = queries;
        this.views = views;
        this.decisions = decisions;
        this.tails = tails;
        this.slots = slots;
        this.patience = patience;
    }

    @GET
    @QueryNames(
            repeatable = "status",
            value = {"app", "robot_id", "group_id", "created_from", "created_to", "limit", "cursor"})
    public Uni<Response> list(@Context UriInfo uri) {
        ListParameters parameters = ListParameters.read(uri.getQueryParameters());
        return patience.with(queries.page(parameters.filter(), parameters.after(), parameters.limit())
                .chain(page -> views.of(page.messages())
                        .map(views -> MessageLists.page(views, page.next().map(Cursor::write)))));
    }

    @POST
    @Path("lookup")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> lookup(byte[] body) {
        LookupRequest request = LookupRequest.read(body);
        return patience.with(queries.findAll(request.askable())
                .map(found -> inOrder(
                        request,
                        found.stream()
                                .collect(Collectors.toMap(
                                        details -> details.message().msgId(), Function.identity()))))
                .chain(found -> views.of(found).map(views -> MessageLists.lookup(request, views))));
    }

    @GET
    @Path("{msg_id}")
    public Uni<Response> get(@Encoded @PathParam("msg_id") String segment) {
        return patience.with(view(PathId.decode(segment)));
    }

    @GET
    @Path("{msg_id}/events")
    public Uni<Response> events(@Encoded @PathParam("msg_id") String segment, @Context UriInfo uri) {
        TimelineParameters page = TimelineParameters.read(uri.getQueryParameters());
        return patience.with(queries.timeline(PathId.decode(segment), page.after(), page.limit() + 1)
                .map(timeline -> timeline.orElseThrow(ProblemException::unknownMessage))
                .map(timeline -> MessageLists.timeline(timeline.events(), page.limit())));
    }

    /** Server-Sent Events: what happened, then what happens, until it is final. */
    @GET
    @Path("{msg_id}/events/stream")
    @Streamed
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> stream(
            @Encoded @PathParam("msg_id") String segment,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context Sse sse,
            @Context RoutingContext call) {
        return tails.of(PathId.decode(segment), StreamGate.lastSeen(lastEventId))
                .map(signal -> SseEvents.of(signal, sse))
                .onFailure()
                .invoke(failure -> LOG.error("An event stream of the status API failed.", failure))
                .onTermination()
                .invoke(() -> slots.giveBack(call));
    }

    @POST
    @Path("{msg_id}/cancel")
    public Uni<Response> cancel(@Encoded @PathParam("msg_id") String segment) {
        String msgId = PathId.decode(segment);
        return patience.with(decisions.cancel(msgId).chain(() -> view(msgId)));
    }

    @POST
    @Path("{msg_id}/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> resolve(@Encoded @PathParam("msg_id") String segment, byte[] body) {
        String msgId = PathId.decode(segment);
        return patience.with(decisions.resolve(msgId, ResolveRequest.read(body)).chain(() -> view(msgId)));
    }

    private Uni<Response> view(String msgId) {
        return queries.find(msgId)
                .map(message -> message.orElseThrow(ProblemException::unknownMessage))
                .chain(views::of)
                .map(view -> JsonAnswer.ok(view::write));
    }

    private static List<MessageDetails> inOrder(LookupRequest request, Map<String, MessageDetails> found) {
        return request.msgIds().stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
