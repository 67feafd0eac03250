package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * One request with the ways in which it can end, all of them harmless when the client is gone already. Runs on the
 * platform's one event loop only.
 */
final class Exchange {

    private static final String JSON = "application/json; charset=UTF-8";

    private final HttpServerRequest request;
    private final PostEntry entry;

    Exchange(HttpServerRequest request, PostEntry entry) {
        this.request = request;
        this.entry = entry;
    }

    Exchange(HttpServerRequest request) {
        this(request, new PostEntry(0, 0));
    }

    PostEntry entry() {
        return entry;
    }

    String token() {
        return request.getHeader("Token");
    }

    void json(JsonNode body) {
        json(200, Json.bytes(body));
    }

    void json(int status, byte[] body) {
        end(status, JSON, Buffer.buffer(body));
    }

    /** As an untidy writer and a proxy would put it. */
    void untidy(Untidiness how, JsonNode body) {
        if (how == Untidiness.GZIP) {
            request.response().putHeader("Content-Encoding", "gzip");
        }
        end(200, JSON, Buffer.buffer(how.bytes(body.toString())));
    }

    /** Something in front of the platform speaks. */
    void edge(int status) {
        if (status / 100 == 3) {
            request.response().putHeader("Location", request.path());
        }
        end(status, "text/html", Buffer.buffer("<html><body><h1>" + status + "</h1></body></html>"));
    }

    void garbage() {
        end(200, "text/html", Buffer.buffer("<html><body>busy</body></html>"));
    }

    void status(int status, String retryAfter) {
        if (retryAfter != null) {
            request.response().putHeader("Retry-After", retryAfter);
        }
        end(status, "text/plain", Buffer.buffer("status " + status));
    }

    void noContent() {
        end(204, "text/plain", Buffer.buffer());
    }

    void close() {
        entry.answered(System.currentTimeMillis());
        request.connection().close();
    }

    /** A client that does not wait for the answer has ended the exchange. */
    void noteWhenClientLeaves() {
        request.response().closeHandler(closed -> entry.abandoned(System.currentTimeMillis()));
    }

    private void end(int status, String type, Buffer body) {
        entry.answered(System.currentTimeMillis());
        HttpServerResponse response = request.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(status).putHeader("content-type", type).end(body);
        }
    }
}
