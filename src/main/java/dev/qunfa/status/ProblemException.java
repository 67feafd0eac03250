package dev.qunfa.status;

import jakarta.ws.rs.core.Response.Status;

/** Ends a call with a {@link Problem}. */
final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static ProblemException badRequest(String detail) {
        return of(Status.BAD_REQUEST, detail);
    }

    static ProblemException conflict(String detail) {
        return of(Status.CONFLICT, detail);
    }

    static ProblemException forbidden(String detail) {
        return of(Status.FORBIDDEN, detail);
    }

    /** 415: there is a body, or should be one, that does not say to be JSON. */
    static ProblemException notJson() {
        return of(Status.UNSUPPORTED_MEDIA_TYPE, "The body of this call must be application/json.");
    }

    static ProblemException unknownMessage() {
        return of(
                Status.NOT_FOUND,
                "No message has this msg_id: it was never stored, or it was removed after its retention.");
    }

    static ProblemException unknownPause() {
        return of(Status.NOT_FOUND, "There is no such pause; GET /api/v1/pauses lists those that are in force.");
    }

    static ProblemException unavailable(String detail) {
        return of(Status.SERVICE_UNAVAILABLE, detail);
    }

    static ProblemException tooLarge() {
        return of(Status.REQUEST_ENTITY_TOO_LARGE, "The body has more than a mebibyte.");
    }

    private static ProblemException of(Status status, String detail) {
        return new ProblemException(Problem.of(status, detail));
    }

    Problem problem() {
        return problem;
    }
}
