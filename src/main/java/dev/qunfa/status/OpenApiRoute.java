package dev.qunfa.status;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * {@code GET /q/openapi}: the document as it is written, or the same in JSON. Read when somebody asks, on a worker thread:
 * Quarkus' extension would take it apart and put it together again at every start.
 */
@ApplicationScoped
class OpenApiRoute {
    private static final String DOCUMENT = "/META-INF/openapi.yaml";

    void register(@Observes Router router) {
        router.routeWithRegex("/q/openapi(\\.json|\\.ya?ml)?")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .blockingHandler(OpenApiRoute::serve, false);
    }

    private static void serve(RoutingContext call) {
        boolean json = wantsJson(call);
        call.response()
                .putHeader("Content-Type", "application/" + (json ? "json" : "yaml") + ";charset=UTF-8")
                .end(Buffer.buffer(json ? json() : yaml()));
    }

    /** The parameter decides, then the path's end, then the header. */
    private static boolean wantsJson(RoutingContext call) {
        String format = call.request().getParam("format");
        if (format != null) {
            return format.equalsIgnoreCase("json");
        }
        String accept = call.request().getHeader("Accept");
        return call.normalizedPath().endsWith(".json") || accept != null && accept.startsWith("application/json");
    }

    private static byte[] yaml() {
        try (InputStream document = OpenApiRoute.class.getResourceAsStream(DOCUMENT)) {
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json() {
        try {
            return new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(new YAMLMapper().readTree(yaml()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
