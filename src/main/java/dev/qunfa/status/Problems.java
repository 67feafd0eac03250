package dev.qunfa.status;

import com.fasterxml.jackson.core.JacksonException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever goes wrong in a call into a {@link Problem}. */
class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response problem(ProblemException failure, HttpServerRequest request) {
        return failure.problem().response(instance(request));
    }

    /** What the framework refuses: no such path, method, media type. */
    @ServerExceptionMapper
    Response refused(WebApplicationException failure, HttpServerRequest request) {
        Response.StatusType status = failure.getResponse().getStatusInfo();
        Response response = Problem.of(status, detail(status)).response(instance(request));
        return status.getStatusCode() == Status.METHOD_NOT_ALLOWED.getStatusCode()
                ? Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, AllowedMethods.of(request.path()))
                        .build()
                : response;
    }

    @ServerExceptionMapper
    Response failed(Throwable failure, HttpServerRequest request) {
        if (isHangUp(failure)) {
            LOG.debug("A client of the status API hung up before it had its answer.", failure);
            return Problem.of(Status.INTERNAL_SERVER_ERROR, "The connection broke; ask again.")
                    .response(instance(request));
        }
        LOG.error("A call of the status API failed.", failure);
        return Problem.of(Status.INTERNAL_SERVER_ERROR, "The service failed; its log says why.")
                .response(instance(request));
    }

    /** Whether reading the request or writing the answer failed; what the database fails at is a {@link Patience} problem. */
    private static boolean isHangUp(Throwable failure) {
        return (failure instanceof IOException && !(failure instanceof JacksonException))
                || failure instanceof VertxException;
    }

    private static String instance(HttpServerRequest request) {
        return request.path() == null ? "/" : request.path();
    }

    private static String detail(Response.StatusType status) {
        return switch (status.getStatusCode()) {
            case 404 -> "Nothing is here; /q/openapi lists what there is.";
            case 405 -> "This path does not take this method.";
            case 406 -> "This call does not answer with a media type that was asked for.";
            case 413 -> "The body is too large.";
            case 415 -> "The body of this call must be application/json.";
            default -> "The request cannot be read.";
        };
    }
}
