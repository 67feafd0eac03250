package dev.qunfa.status;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses bodies that no call can have: by their announced length before they are read, else by what has been read, of which
 * {@code quarkus.http.limits.max-body-size} is the end.
 */
class BodyLimit {
    /** In bytes: a look-up of 500 ids of 128 characters, each written as two escapes, and room to spare. */
    private static final int MAX = 1024 * 1024;

    @ServerRequestFilter(preMatching = true)
    void checkAnnounced(ContainerRequestContext context) {
        String length = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > MAX) {
            throw ProblemException.tooLarge();
        }
    }

    static void checkRead(byte[] body) {
        if (body.length > MAX) {
            throw ProblemException.tooLarge();
        }
    }
}
