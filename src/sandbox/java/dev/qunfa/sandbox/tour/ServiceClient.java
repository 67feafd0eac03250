package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Map;

/** The service's status API. Any thread. */
final class ServiceClient {

    private static final String MESSAGES = "/api/v1/messages/";

    private final Http http;

    ServiceClient(String base) {
        this.http = new Http(base);
    }

    /** True when the service says so; false also when it does not answer. */
    boolean isReady() {
        try {
            return http.get("/q/health/ready").status() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The message; for any answer but 200 an object whose {@code status} says so. */
    JsonNode message(String msgId) throws IOException, InterruptedException {
        Http.Answer answer = http.get(MESSAGES + Http.encoded(msgId));
        return answer.status() == 200 && answer.body() != null
                ? answer.body()
                : JsonNodeFactory.instance.objectNode().put("status", "(HTTP " + answer.status() + ")");
    }

    JsonNode events(String msgId) throws IOException, InterruptedException {
        Http.Answer answer = http.get(MESSAGES + Http.encoded(msgId) + "/events");
        return answer.body() == null ? MissingNode.getInstance() : answer.body().path("events");
    }

    /** Cancels the message and returns the HTTP status. */
    int cancel(String msgId) throws IOException, InterruptedException {
        return http.post(MESSAGES + Http.encoded(msgId) + "/cancel", Map.of()).status();
    }

    /** Decides the message as sent and returns the HTTP status. */
    int resolveAsSent(String msgId) throws IOException, InterruptedException {
        Map<String, String> decision = Map.of("outcome", "sent", "reason", "seen in the group by a colleague");
        return http.post(MESSAGES + Http.encoded(msgId) + "/resolve", decision).status();
    }
}
