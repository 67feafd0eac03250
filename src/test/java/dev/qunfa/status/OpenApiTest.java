package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.ItemStatus;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.ViolationCode;
import dev.qunfa.lifecycle.WaitingReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream yaml = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            document = new YAMLMapper().readTree(yaml);
        }
    }

    @Test
    void every_field_has_a_description_and_an_example() {
        List<String> lacking = new ArrayList<>();
        document.at("/components/schemas").properties().forEach(schema -> {
            check(lacking, schema.getKey(), schema.getValue());
            schema.getValue()
                    .path("properties")
                    .properties()
                    .forEach(field -> checkField(lacking, schema.getKey() + "." + field.getKey(), field.getValue()));
        });

        assertThat(lacking).isEmpty();
    }

    @Test
    void every_operation_parameter_and_response_has_a_description() {
        List<String> lacking = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> !operation.getKey().equals("parameters"))
                .forEach(operation -> {
                    String name = operation.getKey() + " " + path.getKey();
                    check(lacking, name, operation.getValue());
                    operation.getValue().path("parameters").forEach(parameter -> checkField(lacking, name, parameter));
                    operation.getValue().properties().stream()
                            .filter(part -> part.getKey().equals("requestBody"))
                            .forEach(body -> check(lacking, name + " body", body.getValue()));
                    operation.getValue().path("responses").forEach(response -> check(lacking, name, response));
                }));

        assertThat(lacking).isEmpty();
    }

    @Test
    void references_lead_somewhere() {
        document.findValuesAsText("$ref").forEach(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void the_vocabularies_are_those_of_the_code() {
        assertThat(names("/components/schemas/MessageStatus")).isEqualTo(namesOf(MessageStatus.values()));
        assertThat(names("/components/schemas/ItemStatus")).isEqualTo(namesOf(ItemStatus.values()));
        assertThat(names("/components/schemas/Error/properties/code")).isEqualTo(namesOf(ErrorCode.values()));
        assertThat(names("/components/schemas/Violation/properties/code")).isEqualTo(namesOf(ViolationCode.values()));
        assertThat(names("/components/schemas/Event/properties/event"))
                .isEqualTo(Arrays.stream(EventType.values())
                        .map(EventType::wireName)
                        .toList());
        assertThat(names("/components/schemas/WaitingFor/properties/reason"))
                .isEqualTo(Arrays.stream(WaitingReason.values())
                        .map(WaitingReason::wireName)
                        .toList());
    }

    private static void checkField(List<String> lacking, String name, JsonNode field) {
        if (!field.has("$ref")) {
            check(lacking, name, field);
            // What is null is not served.
            if (!field.hasNonNull("example")) {
                lacking.add(name + ": example");
            }
        }
    }

    private static void check(List<String> lacking, String name, JsonNode described) {
        if (!described.has("$ref") && !described.has("description")) {
            lacking.add(name + ": description");
        }
    }

    private static List<String> names(String pointer) {
        List<String> names = new ArrayList<>();
        document.at(pointer).path("enum").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static List<String> namesOf(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
