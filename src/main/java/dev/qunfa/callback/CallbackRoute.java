package dev.qunfa.callback;

import dev.qunfa.health.FailureLog;
import dev.qunfa.store.CallerContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * {@code POST /callbacks/qopen}: bytes in, a word of plain text out. A route of its own rather than a resource, because the
 * platform decides what comes, under which content type, and how every answer must look.
 */
@ApplicationScoped
class CallbackRoute {
    static final String PATH = "/callbacks/qopen";

    private static final Logger LOG = Logger.getLogger(CallbackRoute.class);

    private final Callbacks callbacks;
    private final CallbackConfig config;
    private final CallbackMeters meters;
    private final BytesInHand bytes;
    private final FailureLog failures = new FailureLog(LOG);
    private volatile boolean failing;

    CallbackRoute(Callbacks callbacks, CallbackConfig config, CallbackMeters meters, BytesInHand bytes) {
        this.callbacks = callbacks;
        this.config = config;
        this.meters = meters;
        this.bytes = bytes;
    }

    void register(@Observes Router router) {
        router.route(PATH).handler(this::handle);
    }

    private void handle(RoutingContext call) {
        if (!call.request().method().equals(HttpMethod.POST)) {
            call.response().putHeader("Allow", "POST");
            write(call, Answer.NOT_POST);
            return;
        }
        CallerContext.of(answer(call.request())).subscribe().with(answer -> write(call, answer));
    }

    private Uni<Answer> answer(HttpServerRequest request) {
        CallbackBody body = new CallbackBody(request, bytes);
        return body.read()
                .chain(callbacks::take)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .invoke(this::stored)
                .onFailure()
                .recoverWithItem(failure -> failed(request, failure))
                .onTermination()
                .invoke(body::letGo);
    }

    /** Asked for each callback, so the log is not. */
    private void stored() {
        if (failing) {
            failing = false;
            failures.succeeded("Callbacks are stored again.");
        }
    }

    private Answer failed(HttpServerRequest request, Throwable failure) {
        if (failure instanceof CallbackBody.TooLarge) {
            meters.count("too_large");
            return Answer.TOO_LARGE;
        }
        if (failure instanceof CallbackBody.NoRoom) {
            meters.count("no_room");
            return Answer.NOT_STORED;
        }
        if (!request.isEnded()) {
            // Too slow, or gone: that says nothing of the database.
            meters.count("unread");
            return Answer.NOT_STORED;
        }
        meters.count("not_stored");
        failing = true;
        failures.failed("Callbacks cannot be stored; the platform is asked to repeat them. " + failure);
        return Answer.NOT_STORED;
    }

    private static void write(RoutingContext call, Answer answer) {
        HttpServerResponse response = call.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Content-Type", "text/plain; charset=UTF-8");
        if (call.request().isEnded() || call.request().version() == HttpVersion.HTTP_2) {
            response.end(answer.text());
        } else {
            response.putHeader("Connection", "close");
            response.end(answer.text()).onSuccess(sent -> Leftover.discard(call.request(), call.vertx()));
        }
    }
}
