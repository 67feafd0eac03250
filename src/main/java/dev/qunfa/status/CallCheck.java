package dev.qunfa.status;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What every call of the API must fulfil before its resource sees it, so that no resource can forget it: no query parameter but
 * those that it declares, and, of a call that changes something, no page of another site and a body of JSON only. A form or a
 * script of another site cannot send such a content type without asking first (CORS).
 */
class CallCheck {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String JSON = "application/json";

    private final Map<Method, QueryCheck> known = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    void check(ResourceInfo resource, RoutingContext call) {
        Method method = resource.getResourceMethod();
        HttpServerRequest request = call.request();
        if (!READING.contains(request.method().name())) {
            checkSite(request);
            checkContentType(method, request);
        }
        known.computeIfAbsent(method, QueryCheck::of).complaint(names(call)).ifPresent(complaint -> {
            throw ProblemException.badRequest(complaint);
        });
    }

    private static void checkSite(HttpServerRequest request) {
        String host = request.authority() == null ? null : request.authority().toString();
        CallerSite site = new CallerSite(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), host);
        if (site.isForeign()) {
            throw ProblemException.forbidden("A page of another site may not change anything here.");
        }
    }

    /** A call that takes a body must say that it is JSON; one that takes none, only if there is one. */
    private static void checkContentType(Method method, HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isJson = type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
        if (!isJson && (method.isAnnotationPresent(Consumes.class) || hasBody(request))) {
            throw ProblemException.notJson();
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains("Transfer-Encoding")
                || length != null && !length.strip().equals("0");
    }

    private static List<String> names(RoutingContext call) {
        List<String> names = new ArrayList<>();
        call.queryParams().forEach(parameter -> names.add(parameter.getKey()));
        return names;
    }
}
