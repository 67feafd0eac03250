package dev.qunfa.status;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;

/** Reads the JSON bodies of calls. What is wrong with one is told without repeating it. */
final class JsonBody {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private JsonBody() {}

    /** @throws ProblemException if it is not one JSON object of these fields */
    static JsonNode object(byte[] body, Set<String> fields) {
        JsonNode json = read(body);
        if (!json.isObject()) {
            throw ProblemException.badRequest("The body must be a JSON object.");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw ProblemException.badRequest(
                        "The body has a field that is not known; it may have " + fields + ".");
            }
        });
        return json;
    }

    private static JsonNode read(byte[] body) {
        BodyLimit.check(body);
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw ProblemException.badRequest("The body is not JSON.");
        }
    }
}
