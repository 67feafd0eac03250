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
    private static final int MAX_REASON = 1_000;

    static ResolveRequest read(byte[] body) {
        JsonNode json = JsonBody.object(body, Set.of("outcome", "reason"));
        return new ResolveRequest(outcome(json.path("outcome")), reason(json.path("reason")));
    }

    private static Outcome outcome(JsonNode outcome) {
        return switch (outcome.isTextual() ? outcome.textValue() : "") {
            case "sent" -> Outcome.SENT;
            case "failed" -> Outcome.FAILED;
            case "resend" -> Outcome.RESEND;
            default -> throw ProblemException.badRequest("outcome must be \"sent\", \"failed\" or \"resend\".");
        };
    }

    private static String reason(JsonNode reason) {
        if (reason.isMissingNode() || reason.isNull()) {
            return null;
        }
        String text = reason.textValue();
        if (text == null || text.codePointCount(0, text.length()) > MAX_REASON) {
            throw ProblemException.badRequest("reason must be a string of at most " + MAX_REASON + " characters.");
        }
        return clean(text);
    }

    /** PostgreSQL cannot hold U+0000, UTF-8 no lone surrogates. */
    private static String clean(String text) {
        return text.codePoints()
                .filter(c -> c != 0 && Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
