package dev.qunfa.status;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

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
                throw unknown(name, fields);
            }
        });
        return json;
    }

    private static ProblemException unknown(String name, Set<String> fields) {
        String meant = NearName.in(fields, name)
                .map(near -> "; did you mean " + near + "?")
                .orElse(".");
        return ProblemException.badRequest("The body has a field that is not known" + meant + " It may have "
                + fields.stream().sorted().collect(Collectors.joining(", ")) + ".");
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
