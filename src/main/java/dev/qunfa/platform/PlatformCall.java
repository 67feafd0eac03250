package dev.qunfa.platform;

import dev.qunfa.platform.CallResult.Answered;
import dev.qunfa.platform.CallResult.NotWritten;
import dev.qunfa.platform.CallResult.Stale;
import dev.qunfa.platform.CallResult.TooLate;
import dev.qunfa.platform.CallResult.Unanswered;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * One HTTP request from asking for a connection to the end of its answer, under one timer.
 *
 * <p>Used once, on the event loop of its context only. The moment that matters is {@link #write}: what goes wrong before
 * it proves that the platform has seen nothing (I3), and the clock is looked at directly before it (I4).
 */
final class PlatformCall {
    private final Context context;
    private final AttemptWindow window;
    private final Wire wire;
    private final Promise<CallResult> result = Promise.promise();

    private Progress progress = new Connecting();
    private long timer;

    PlatformCall(Context context, AttemptWindow window, Wire wire) {
        this.context = context;
        this.window = window;
        this.wire = wire;
    }

    /**
     * What calls go out over.
     *
     * @param maxAnswerSize in bytes; of what came, and of what that is when it is inflated
     */
    record Wire(HttpClient client, GatewayAddress address, Connections connections, int maxAnswerSize) {}

    /** How far the call has come. */
    private sealed interface Progress {}

    private record Connecting() implements Progress {}

    private record Written(HttpClientRequest request) implements Progress {}

    private record Answering(HttpClientRequest request, HttpClientResponse response, Buffer body) implements Progress {
        Answered with(byte[] readBody) {
            return new Answered(new HttpAnswer(response.statusCode(), response.getHeader("Retry-After"), readBody));
        }

        Answered whole(int maxSize) {
            return with(Gzip.inflated(body.getBytes(), maxSize).orElse(null));
        }
    }

    private record Ended() implements Progress {}

    /** @param options are the call's own: it adds the address */
    Future<CallResult> send(RequestOptions options, Buffer body) {
        timer = context.owner().setTimer(window.millisLeft(), id -> timedOut());
        connect(options, body);
        return result.future();
    }

    private void connect(RequestOptions options, Buffer body) {
        wire.address
                .current()
                .compose(address -> wire.client.request(options.setServer(address)))
                .onComplete(connection -> connected(connection, options, body));
    }

    private void connected(AsyncResult<HttpClientRequest> connection, RequestOptions options, Buffer body) {
        if (progress instanceof Ended) {
            // The timer was faster. Nothing was written, so the connection goes back to the pool.
            connection.map(PlatformCall::giveBack);
        } else if (connection.failed()) {
            wire.address.failed();
            end(new NotWritten(sentenceFor(connection.cause())));
        } else if (window.deadlinePassed()) {
            giveBack(connection.result());
            end(new TooLate());
        } else if (window.isOver()) {
            // The process stood still: its timer is due, too, and others may have taken the attempt for lost.
            giveBack(connection.result());
            end(new NotWritten("No connection to the platform in time"));
        } else if (window.isStale()) {
            giveBack(connection.result());
            end(new Stale());
        } else if (wire.connections.isClosed(connection.result().connection())) {
            giveBack(connection.result());
            connect(options, body);
        } else {
            write(connection.result(), body);
        }
    }

    private static boolean giveBack(HttpClientRequest unwritten) {
        return unwritten.exceptionHandler(ownReset -> {}).reset();
    }

    private void write(HttpClientRequest request, Buffer body) {
        progress = new Written(request);
        wire.connections.begin(request.connection());
        request.exceptionHandler(seenBelowToo -> {});
        request.send(body).onComplete(answer -> {
            if (progress instanceof Ended) {
                return;
            }
            if (answer.failed()) {
                end(new Unanswered("The connection was lost before the platform answered"));
            } else {
                read(request, answer.result());
            }
        });
    }

    private void read(HttpClientRequest request, HttpClientResponse response) {
        var answering = new Answering(request, response, Buffer.buffer());
        progress = answering;
        response.exceptionHandler(lost -> end(answering.with(null)));
        response.endHandler(v -> end(answering.whole(wire.maxAnswerSize)));
        response.handler(part -> {
            if (progress instanceof Ended) {
                return;
            }
            answering.body.appendBuffer(part);
            if (answering.body.length() > wire.maxAnswerSize) {
                end(answering.with(null));
                request.reset();
            }
        });
    }

    private void timedOut() {
        Progress reached = progress;
        if (reached instanceof Connecting) {
            end(window.deadlinePassed() ? new TooLate() : new NotWritten("No connection to the platform in time"));
        } else if (reached instanceof Written written) {
            end(new Unanswered("The platform did not answer in time"));
            written.request.reset();
        } else if (reached instanceof Answering answering) {
            end(answering.with(null));
            answering.request.reset();
        }
    }

    private void end(CallResult how) {
        Progress reached = progress;
        if (!(reached instanceof Ended)) {
            progress = new Ended();
            context.owner().cancelTimer(timer);
            request(reached).ifPresent(request -> wire.connections.end(request.connection(), isWorn(how)));
            result.complete(how);
        }
    }

    private static Optional<HttpClientRequest> request(Progress reached) {
        if (reached instanceof Written written) {
            return Optional.of(written.request);
        }
        return reached instanceof Answering answering ? Optional.of(answering.request) : Optional.empty();
    }

    /** Somebody else may answer at another connection: no answer, or one as something in front of the platform makes it. */
    private static boolean isWorn(CallResult how) {
        return !(how instanceof Answered answered)
                || answered.answer().status() / 100 != 2 && answered.answer().status() != 429;
    }

    private static String sentenceFor(Throwable cause) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            return "Too many requests wait for a connection to the platform";
        }
        if (cause instanceof UnknownHostException) {
            return "The platform's host name could not be resolved";
        }
        if (cause instanceof SSLException) {
            return "TLS with the platform could not be agreed on";
        }
        return cause instanceof ConnectException
                ? "The platform could not be connected to"
                : "No connection to the platform came about";
    }
}
