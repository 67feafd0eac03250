package dev.qunfa.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.qunfa.results.StatusJson;
import dev.qunfa.store.CallerContext;
import dev.qunfa.store.Pause;
import dev.qunfa.store.Pauses;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What operators stop and let go again: everything, an app, a robot. All replicas obey within a second. */
@Path("/api/v1/pauses")
@Produces(MediaType.APPLICATION_JSON)
public class PauseResource {
    private final Pauses pauses;
    private final Patience patience;

    PauseResource(Pauses pauses, Patience patience) {
        this.pauses = pauses;
        this.patience = patience;
    }

    @GET
    public Uni<Response> list() {
        return answer(pauses.all().map(PauseResource::list));
    }

    /** Set twice, it is set once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> set(byte[] body) {
        PauseRequest request = PauseRequest.read(body);
        return answer(pauses.set(request.app(), request.robotId(), request.reason())
                .map(pause -> JsonAnswer.ok(json -> write(json, pause))));
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> lift(@PathParam("id") String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw ProblemException.unknownPause();
        }
        return answer(pauses.lift(Long.parseLong(id)).map(PauseResource::lifted));
    }

    /** Lifts the one pause that is about this app or this robot; that of everything only if {@code scope=all} says so. */
    @DELETE
    public Uni<Response> lift(
            @QueryParam("app") String app, @QueryParam("robot_id") String robotId, @QueryParam("scope") String scope) {
        PauseRequest request = PauseRequest.named(app, robotId, scope);
        return answer(pauses.lift(request.app(), request.robotId()).map(PauseResource::lifted));
    }

    private Uni<Response> answer(Uni<Response> answer) {
        return patience.with(CallerContext.of(answer));
    }

    private static Response lifted(Optional<Pause> pause) {
        Pause lifted = pause.orElseThrow(ProblemException::unknownPause);
        return JsonAnswer.ok(json -> write(json, lifted));
    }

    private static Response list(List<Pause> pauses) {
        return JsonAnswer.ok(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("pauses");
            for (Pause pause : pauses) {
                write(json, pause);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Pause pause) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", pause.id());
        json.writeStringField("app", pause.app());
        json.writeStringField("robot_id", pause.robotId());
        json.writeStringField("reason", pause.reason());
        StatusJson.time(json, "created_at", pause.createdAt());
        json.writeEndObject();
    }
}
