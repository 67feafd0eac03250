package dev.qunfa.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.lifecycle.Trigger.Resolve.Outcome;
import java.util.Set;

/**
 * The body of a resolve.
 *
 * @param outcome what the operator decides
 * @param reason why, fit to be stored; null if none is given
 */
record ResolveRequest(Outcome outcome, String reason) {
    static ResolveRequest read(byte[] body) {
        JsonNode json = JsonBody.object(body, Set.of("outcome", "reason"));
        return new ResolveRequest(outcome(json.path("outcome")), Reason.read(json.path("reason")));
    }

    private static Outcome outcome(JsonNode outcome) {
        return switch (outcome.isTextual() ? outcome.textValue() : "") {
            case "sent" -> Outcome.SENT;
            case "failed" -> Outcome.FAILED;
            case "resend" -> Outcome.RESEND;
            default -> throw ProblemException.badRequest("outcome must be \"sent\", \"failed\" or \"resend\".");
        };
    }
}
