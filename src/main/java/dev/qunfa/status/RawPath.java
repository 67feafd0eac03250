package dev.qunfa.status;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.net.URISyntaxException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets paths of messages be matched as they came. The HTTP layer normalises paths: a message called {@code ..} would be its
 * parent, and {@code a;b} would be {@code a}.
 */
class RawPath {
    private static final String MESSAGES = "/api/v1/messages/";

    @ServerRequestFilter(preMatching = true)
    void keep(ContainerRequestContext context, HttpServerRequest request) throws URISyntaxException {
        String path = request.path();
        if (path != null && path.startsWith(MESSAGES) && path.length() > MESSAGES.length()) {
            // What is matched is the URI's decoded path, so the percent signs are encoded once more; the query stays as
            // it came.
            String matched = new URI(null, null, path, null).getRawPath();
            String query = request.query();
            context.setRequestUri(uri(query == null ? matched : matched + "?" + query));
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw ProblemException.badRequest("The query is not one that a URI can have.");
        }
    }
}
