package dev.qunfa.status;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 has it. Neither sentence ever repeats message content or a body that came.
 *
 * @param status the HTTP status
 * @param title what kind of error, the same for all of its kind
 * @param detail what is wrong this time, for the person who asks
 */
record Problem(Response.StatusType status, String title, String detail) {
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private static final String RETRY_AFTER_SECONDS = "2";

    static Problem of(Response.StatusType status, String detail) {
        return new Problem(status, status.getReasonPhrase(), detail);
    }

    /** @param instance the path that was asked for, as it came */
    Response response(String instance) {
        byte[] body = JsonAnswer.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status.getStatusCode());
            json.writeStringField("detail", detail);
            json.writeStringField("instance", instance);
            json.writeEndObject();
        });
        Response.ResponseBuilder response = Response.status(status).entity(body).type(MEDIA_TYPE);
        if (status.getStatusCode() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
