package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** JSON over HTTP to one base address, five seconds at most. Any thread. */
final class Http {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Status and body of an answer; a body that is not JSON is null. */
    record Answer(int status, JsonNode body) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final String base;

    Http(String base) {
        this.base = base;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return exchange(request(path).GET());
    }

    Answer post(String path, Object body) throws IOException, InterruptedException {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return exchange(request(path).DELETE());
    }

    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
    }

    private Answer exchange(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Json.treeOrNull(response.body()));
        } catch (IOException e) {
            throw new IOException(request.method() + " " + request.uri() + " failed: " + e, e);
        }
    }
}
