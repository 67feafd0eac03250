package dev.qunfa.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.qunfa.results.StatusJson;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bodies of JSON. */
final class JsonAnswer {
    /** Writes one JSON value. */
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonAnswer() {}

    static Response ok(Writer writer) {
        return Response.ok(bytes(writer), MediaType.APPLICATION_JSON_TYPE).build();
    }

    static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = StatusJson.generator(bytes)) {
            writer.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("An answer cannot be written as JSON.", e);
        }
        return bytes.toByteArray();
    }
}
