package dev.qunfa.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The status API of one replica. Any thread. Status 0 stands for "no answer within five seconds". */
final class ServiceApi {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String MESSAGES = "/api/v1/messages/";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** Status and body of an answer; a body that is not JSON, or none, is null. */
    record Answer(int status, JsonNode body) {}

    private final String base;

    ServiceApi(String base) {
        this.base = base;
    }

    boolean isReady() {
        return get("/q/health/ready").status() == 200;
    }

    /** @param msgIds at most 500 */
    Answer lookup(List<String> msgIds) {
        return post("/api/v1/messages/lookup", Map.of("msg_ids", msgIds));
    }

    Answer events(String msgId) {
        return get(MESSAGES + msgId + "/events");
    }

    Answer cancel(String msgId) {
        return post(MESSAGES + msgId + "/cancel", Map.of());
    }

    /** @param outcome {@code sent}, {@code failed} or {@code resend} */
    Answer resolve(String msgId, String outcome) {
        return post(MESSAGES + msgId + "/resolve", Map.of("outcome", outcome, "reason", "fault suite"));
    }

    private Answer get(String path) {
        return exchange(request(path).GET());
    }

    private Answer post(String path, Object body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
    }

    private static Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Json.treeOrNull(response.body()));
        } catch (IOException e) {
            return new Answer(0, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, null);
        }
    }
}
