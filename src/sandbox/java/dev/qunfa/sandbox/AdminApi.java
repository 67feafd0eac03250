package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The simulated platform's endpoint for whoever experiments with it. Runs on the platform's one event loop only. */
final class AdminApi {

    /** Body of {@code POST /admin/latencies}. */
    record NewLatencies(long answerMillis, long callbackMillis) {}

    private final SimulatedPlatform platform;
    private final Map<String, Consumer<HttpServerRequest>> routes;

    AdminApi(SimulatedPlatform platform) {
        this.platform = platform;
        this.routes = Map.ofEntries(
                Map.entry("GET /admin/posts", this::posts),
                Map.entry("DELETE /admin/posts", request -> run(request, platform::forget)),
                Map.entry("GET /admin/callbacks", this::callbacks),
                Map.entry("POST /admin/callbacks", request -> with(request, this::callBack)),
                Map.entry("GET /admin/rules", request -> show(request, platform.rules())),
                Map.entry("POST /admin/rules", request -> with(request, this::addRules)),
                Map.entry("DELETE /admin/rules", request -> run(request, platform::clearRules)),
                Map.entry("GET /admin/stats", request -> show(request, platform.stats())),
                Map.entry("GET /admin/apps", this::apps),
                Map.entry("POST /admin/apps", request -> with(request, this::addApp)),
                Map.entry("POST /admin/latencies", request -> with(request, this::setLatencies)),
                Map.entry("POST /admin/tokens/expire", request -> run(request, platform::expireTokens)));
    }

    /** Answers the request; 404 for what there is not, 400 for what cannot be read. */
    void handle(HttpServerRequest request) {
        Consumer<HttpServerRequest> route = routes.get(request.method() + " " + request.path());
        if (route == null) {
            problem(request, 404, "no such call; see GET /admin/{posts,callbacks,rules,stats,apps}");
            return;
        }
        try {
            route.accept(request);
        } catch (IllegalArgumentException e) {
            problem(request, 400, e.getMessage());
        }
    }

    private void posts(HttpServerRequest request) {
        String msgId = request.getParam("msg_id");
        String prefix = request.getParam("prefix", "");
        long after = number(request, "after", 0);
        Predicate<PostEntry> filter = each -> each.seq > after
                && (msgId == null || msgId.equals(each.msgId()))
                && (prefix.isEmpty() || each.msgId() != null && each.msgId().startsWith(prefix));
        boolean withBodies = Boolean.parseBoolean(request.getParam("body"));
        show(request, platform.posts(filter, limit(request), withBodies));
    }

    private void callbacks(HttpServerRequest request) {
        String msgId = request.getParam("msg_id");
        long after = number(request, "after", 0);
        show(
                request,
                platform.deliveries(
                        each -> each.seq() > after && (msgId == null || msgId.equals(each.msgId())), limit(request)));
    }

    private void apps(HttpServerRequest request) {
        List<ObjectNode> shown = platform.apps().stream()
                .map(each -> JsonNodeFactory.instance
                        .objectNode()
                        .put("name", each.name())
                        .put("app_key", each.appKey())
                        .put("callback_url", each.callbackUrl()))
                .toList();
        show(request, shown);
    }

    private void addRules(HttpServerRequest request, byte[] body) {
        boolean many = new String(body, StandardCharsets.UTF_8).stripLeading().startsWith("[");
        List<Rule> added = many ? List.of(Json.read(body, Rule[].class)) : List.of(Json.read(body, Rule.class));
        added.forEach(platform::apply);
        show(request, platform.rules());
    }

    private void addApp(HttpServerRequest request, byte[] body) {
        platform.register(Json.read(body, PlatformApp.class));
        new Exchange(request).noContent();
    }

    private void setLatencies(HttpServerRequest request, byte[] body) {
        NewLatencies wanted = Json.read(body, NewLatencies.class);
        platform.setLatencies(wanted.answerMillis(), wanted.callbackMillis());
        new Exchange(request).noContent();
    }

    private void callBack(HttpServerRequest request, byte[] body) {
        platform.sendNow(Json.read(body, HandMadeCallback.class)).onSuccess(answer -> show(request, answer));
    }

    private void with(HttpServerRequest request, BodyHandler handler) {
        request.body().onSuccess(body -> {
            try {
                handler.accept(request, body.getBytes());
            } catch (IllegalArgumentException e) {
                problem(request, 400, e.getMessage());
            }
        });
    }

    /** Handles a request whose body is there. */
    private interface BodyHandler {
        void accept(HttpServerRequest request, byte[] body);
    }

    private static void run(HttpServerRequest request, Runnable action) {
        action.run();
        new Exchange(request).noContent();
    }

    private static void show(HttpServerRequest request, Object value) {
        new Exchange(request).json(200, Json.bytes(value));
    }

    private static void problem(HttpServerRequest request, int status, String message) {
        new Exchange(request)
                .json(status, Json.bytes(JsonNodeFactory.instance.objectNode().put("error", message)));
    }

    private static int limit(HttpServerRequest request) {
        return (int) Math.min(number(request, "limit", Integer.MAX_VALUE), Integer.MAX_VALUE);
    }

    private static long number(HttpServerRequest request, String name, long otherwise) {
        String text = request.getParam(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number", e);
        }
    }
}
