package dev.qunfa.callback;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a callback's body, never more of it than a callback can have, nor than there is room for. Runs on the request's event
 * loop; {@link #letGo} may be called by any thread.
 */
final class CallbackBody {
    /** In bytes. */
    static final int MAX = 256 * 1024;

    /** The body is larger than {@link #MAX}. */
    static final class TooLarge extends RuntimeException {
        private TooLarge() {
            super("The body of a callback has more than " + MAX + " bytes.", null, false, false);
        }
    }

    /** So many large bodies are being read that there is no room for another. */
    static final class NoRoom extends RuntimeException {
        private NoRoom() {
            super("Too many bytes of callbacks are in hand.", null, false, false);
        }
    }

    private final HttpServerRequest request;
    private final BytesInHand bytes;
    private Buffer received = Buffer.buffer();
    private UniEmitter<? super byte[]> result;
    private int counted;
    private boolean over;

    CallbackBody(HttpServerRequest request, BytesInHand bytes) {
        this.request = request;
        this.bytes = bytes;
    }

    /** Fails with {@link TooLarge}, with {@link NoRoom}, or when the connection breaks. */
    Uni<byte[]> read() {
        return Uni.createFrom().emitter(this::read);
    }

    private void read(UniEmitter<? super byte[]> emitter) {
        result = emitter;
        if (announced() > MAX) {
            result.fail(new TooLarge());
            return;
        }
        request.handler(this::append);
        request.endHandler(end -> finish());
        request.exceptionHandler(result::fail);
        request.resume();
    }

    private void finish() {
        Buffer body = received;
        received = null;
        if (body != null) {
            result.complete(body.getBytes());
        }
    }

    /** What comes after the limit, or after nobody waits for it any more, is not kept. */
    private void append(Buffer chunk) {
        if (received == null) {
            return;
        }
        int length = received.length() + chunk.length();
        if (length > MAX) {
            stop(new TooLarge());
        } else if (!count(length)) {
            stop(new NoRoom());
        } else {
            received.appendBuffer(chunk);
        }
    }

    private void stop(RuntimeException failure) {
        received = null;
        result.fail(failure);
    }

    private synchronized boolean count(int length) {
        if (over || !bytes.grow(counted, length)) {
            return false;
        }
        counted = length;
        return true;
    }

    /** The call is answered: its bytes do not count any more, and no more of them are kept. */
    synchronized void letGo() {
        over = true;
        bytes.giveBack(counted);
        counted = 0;
    }

    private long announced() {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }
}
