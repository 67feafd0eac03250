package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The requests in a file: JSON objects one after the other, or arrays of them. Each goes out byte for byte as it stands in the
 * file, keyed by its {@code robot_id}; a file that is not JSON goes out whole, without a key, to see what the service
 * makes of it.
 */
final class RequestFile {

    private RequestFile() {}

    static List<Topics.Outgoing> records(byte[] file) {
        List<Topics.Outgoing> records = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(file)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                    records.add(record(slice(file, parser)));
                }
            }
        } catch (IOException notJson) {
            return List.of(new Topics.Outgoing(null, file));
        }
        return records;
    }

    private static byte[] slice(byte[] file, JsonParser parser) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (!parser.currentToken().isStructEnd()) {
            parser.finishToken();
        }
        return Arrays.copyOfRange(
                file, (int) start, (int) parser.currentLocation().getByteOffset());
    }

    private static Topics.Outgoing record(byte[] value) {
        JsonNode body = Json.treeOrNull(value);
        boolean keyed = body != null && body.path("robot_id").isTextual();
        return new Topics.Outgoing(keyed ? body.get("robot_id").textValue() : null, value);
    }
}
