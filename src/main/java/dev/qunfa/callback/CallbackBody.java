package dev.qunfa.callback;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a callback's body and keeps no more of it than a callback can have. What is longer is read to its end and dropped, for
 * who is still sending would not see an answer. Runs on the request's event loop.
 */
final class CallbackBody {
    /** In bytes. */
    static final int MAX = 256 * 1024;

    private static final int END_OF_READING = 4 * 1024 * 1024;

    /** The body is larger than {@link #MAX}. */
    static final class TooLarge extends RuntimeException {
        private TooLarge() {
            super("The body of a callback has more than " + MAX + " bytes.", null, false, false);
        }
    }

    private final Buffer received = Buffer.buffer();
    private long length;
    private UniEmitter<? super byte[]> result;

    private CallbackBody() {}

    /** Fails with {@link TooLarge}, or when the connection breaks. */
    static Uni<byte[]> of(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> new CallbackBody().read(request, emitter));
    }

    private void read(HttpServerRequest request, UniEmitter<? super byte[]> emitter) {
        result = emitter;
        request.handler(this::append);
        request.endHandler(end -> complete());
        request.exceptionHandler(result::fail);
        request.resume();
    }

    private void append(Buffer chunk) {
        length += chunk.length();
        if (length <= MAX) {
            received.appendBuffer(chunk);
        } else if (length > END_OF_READING) {
            result.fail(new TooLarge());
        }
    }

    private void complete() {
        if (length <= MAX) {
            result.complete(received.getBytes());
        } else {
            result.fail(new TooLarge());
        }
    }
}
