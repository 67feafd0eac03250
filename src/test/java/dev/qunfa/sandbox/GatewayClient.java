package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Speaks to the simulated platform as a client of the real one would, and to its admin endpoint. */
final class GatewayClient {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final String base;

    GatewayClient(SimulatedPlatform platform) {
        this.base = platform.baseUrl();
    }

    String token(PlatformApp app) throws IOException, InterruptedException {
        String body = mapper.createObjectNode()
                .put("app_key", app.appKey())
                .put("app_secret", app.appSecret())
                .toString();
        JsonNode answer = json(post("/gateway/qopen/GetAccessToken", "", body));
        return answer.at("/data/data/access_token").asText();
    }

    HttpResponse<String> send(String token, String body) throws IOException, InterruptedException {
        return post("/gateway/qopen/SendMsgToGroup", token, body);
    }

    JsonNode sent(String token, String body) throws IOException, InterruptedException {
        return json(send(token, body));
    }

    HttpResponse<String> post(String path, String token, String body) throws IOException, InterruptedException {
        return exchange(request(path)
                .header("Token", token.isEmpty() ? "none" : token)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return json(exchange(request(path)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return exchange(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(3));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(HttpResponse<String> response) throws IOException {
        return mapper.readTree(response.body());
    }
}
