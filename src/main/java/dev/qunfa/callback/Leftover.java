package dev.qunfa.callback;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Reads off what is left of a request that was answered before its end, then closes its connection. Closed at once, TCP would
 * take the answer away from a sender who is still writing (RFC 9112, 9.6). Nothing of it is kept. Runs on the request's
 * event loop.
 */
final class Leftover {
    /** In bytes; whoever sends more does not get to read the answer. */
    private static final int MAX = 4 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpServerRequest request;
    private int read;

    private Leftover(HttpServerRequest request) {
        this.request = request;
    }

    static void discard(HttpServerRequest request, Vertx vertx) {
        Leftover leftover = new Leftover(request);
        if (request.isEnded()) {
            leftover.close();
            return;
        }
        vertx.setTimer(PATIENCE.toMillis(), late -> leftover.close());
        request.handler(leftover::count);
        request.endHandler(end -> leftover.close());
        request.exceptionHandler(broken -> leftover.close());
        request.resume();
    }

    private void count(Buffer chunk) {
        read += chunk.length();
        if (read > MAX) {
            close();
        }
    }

    private void close() {
        request.connection().close();
    }
}
