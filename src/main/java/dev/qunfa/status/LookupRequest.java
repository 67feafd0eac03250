package dev.qunfa.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of a look-up.
 *
 * @param msgIds each once, in the order in which they were asked for
 */
record LookupRequest(List<String> msgIds) {
    static final int MAX_IDS = 500;

    static LookupRequest read(byte[] body) {
        JsonNode list = JsonBody.object(body, Set.of("msg_ids")).path("msg_ids");
        if (!list.isArray() || list.size() > MAX_IDS) {
            throw ProblemException.badRequest("msg_ids must be an array of at most " + MAX_IDS + " strings.");
        }
        Set<String> ids = new LinkedHashSet<>();
        list.forEach(id -> ids.add(text(id)));
        return new LookupRequest(List.copyOf(ids));
    }

    /** Those that the database can be asked for; the others are unknown in any case. */
    List<String> askable() {
        return msgIds.stream().filter(id -> id.indexOf('\0') < 0).toList();
    }

    private static String text(JsonNode id) {
        if (!id.isTextual() || !StandardCharsets.UTF_8.newEncoder().canEncode(id.textValue())) {
            throw ProblemException.badRequest("msg_ids must hold nothing but strings of Unicode characters.");
        }
        return id.textValue();
    }
}
