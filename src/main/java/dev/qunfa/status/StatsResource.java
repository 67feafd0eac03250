package dev.qunfa.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.results.StatusJson;
import dev.qunfa.store.CallerContext;
import dev.qunfa.store.MessageStore;
import dev.qunfa.store.Rates;
import dev.qunfa.store.Statistics;
import dev.qunfa.store.StatisticsReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;

/** Numbers: of all messages, and of this replica's last minute. */
@Path("/api/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    private final StatisticsReader statistics;
    private final MessageStore messages;
    private final Patience patience;

    StatsResource(StatisticsReader statistics, MessageStore messages, Patience patience) {
        this.statistics = statistics;
        this.messages = messages;
        this.patience = patience;
    }

    @GET
    public Uni<Response> stats() {
        return patience.with(CallerContext.of(statistics.statistics())
                .map(counted -> JsonAnswer.ok(json -> write(json, counted, messages.rates()))));
    }

    private static void write(JsonGenerator json, Statistics statistics, Rates rates) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("counts");
        for (Map.Entry<MessageStatus, Long> count : statistics.counts().entrySet()) {
            json.writeNumberField(count.getKey().name(), count.getValue());
        }
        json.writeEndObject();
        StatusJson.time(json, "oldest_waiting_at", statistics.oldestWaitingAt());
        json.writeObjectFieldStart("last_minute");
        json.writeNumberField("received", rates.received());
        json.writeNumberField("posted", rates.posted());
        json.writeNumberField("final", rates.finished());
        json.writeEndObject();
        json.writeEndObject();
    }
}
