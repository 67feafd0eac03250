package dev.qunfa.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What is to be paused, or no longer.
 *
 * @param app nothing of this app; null if it is not about an app
 * @param robotId nothing of this robot; null if it is not about a robot. If both are null it is about everything
 * @param reason the operator's words, fit to be stored; null if there are none
 */
record PauseRequest(String app, String robotId, String reason) {
    private static final int MAX_ID = 128;
    private static final String ALL = "all";

    PauseRequest {
        if (app != null && robotId != null) {
            throw ProblemException.badRequest("A pause is about an app or about a robot, not both; make two.");
        }
    }

    /** @throws ProblemException if it is none of {@code {}}, {@code {"app": …}} and {@code {"robot_id": …}} */
    static PauseRequest read(byte[] body) {
        JsonNode json = JsonBody.object(body, Set.of("app", "robot_id", "reason"));
        return new PauseRequest(id(json, "app"), id(json, "robot_id"), Reason.read(json.path("reason")));
    }

    /**
     * The same by query parameters, null where one is not given.
     *
     * @param scope {@code all} for everything, which a forgotten or misspelt parameter must not mean
     * @throws ProblemException if it is not exactly one of them
     */
    static PauseRequest named(String app, String robotId, String scope) {
        if (scope == null ? app == null && robotId == null : app != null || robotId != null || !scope.equals(ALL)) {
            throw ProblemException.badRequest(
                    "Say which pause: app, robot_id, or scope=all for the pause of everything; exactly one of them.");
        }
        return new PauseRequest(
                app == null ? null : checked(app, "app"), robotId == null ? null : checked(robotId, "robot_id"), null);
    }

    private static String id(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return checked(value.textValue(), name);
    }

    /** @throws ProblemException if nothing can have this name */
    static String checked(String id, String name) {
        if (id == null
                || id.isEmpty()
                || id.codePointCount(0, id.length()) > MAX_ID
                || id.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw ProblemException.badRequest(
                    name + " must be a string of 1 to " + MAX_ID + " characters without control characters.");
        }
        return id;
    }
}
