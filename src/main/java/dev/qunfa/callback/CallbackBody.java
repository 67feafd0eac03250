package dev.qunfa.callback;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a callback's body, never more of it than a callback can have. Runs on the request's event loop. */
final class CallbackBody {
    /** In bytes. */
    static final int MAX = 256 * 1024;

    /** The body is larger than {@link #MAX}. */
    static final class TooLarge extends RuntimeException {
        private TooLarge() {
            super("The body of a callback has more than " + MAX + " bytes.", null, false, false);
        }
    }

    private final Buffer received = Buffer.buffer();
    private UniEmitter<? super byte[]> result;

    private CallbackBody() {}

    /** Fails with {@link TooLarge}, or when the connection breaks. */
    static Uni<byte[]> of(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> new CallbackBody().read(request, emitter));
    }

    private void read(HttpServerRequest request, UniEmitter<? super byte[]> emitter) {
        result = emitter;
        if (announced(request) > MAX) {
            result.fail(new TooLarge());
            return;
        }
        request.handler(this::append);
        request.endHandler(end -> result.complete(received.getBytes()));
        request.exceptionHandler(result::fail);
        request.resume();
    }

    /** What comes after the limit is not kept. */
    private void append(Buffer chunk) {
        if (received.length() + chunk.length() > MAX) {
            result.fail(new TooLarge());
        } else {
            received.appendBuffer(chunk);
        }
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }
}
