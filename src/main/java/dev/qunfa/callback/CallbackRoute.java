package dev.qunfa.callback;

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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean failing = new AtomicBoolean();

    CallbackRoute(Callbacks callbacks, CallbackConfig config, CallbackMeters meters) {
        this.callbacks = callbacks;
        this.config = config;
        this.meters = meters;
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
        return CallbackBody.of(request)
                .chain(callbacks::take)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .invoke(() -> failing.set(false))
                .onFailure()
                .recoverWithItem(this::failed);
    }

    private Answer failed(Throwable failure) {
        if (failure instanceof CallbackBody.TooLarge) {
            meters.count("too_large");
            return Answer.TOO_LARGE;
        }
        meters.count("not_stored");
        if (failing.compareAndSet(false, true)) {
            LOG.warnf("Callbacks cannot be stored; the platform is asked to repeat them. %s", failure);
        }
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
