package dev.qunfa.intake;

import static dev.qunfa.SendRequests.raw;
import static dev.qunfa.intake.Decoding.DECODER;
import static dev.qunfa.intake.Decoding.decode;
import static dev.qunfa.intake.Decoding.invalid;
import static dev.qunfa.intake.Decoding.unreadable;
import static dev.qunfa.intake.Decoding.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendRequests;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableRecordTest {

    @Test
    void a_record_without_a_value_is_unreadable() {
        assertThat(unreadable((byte[]) null)).isEqualTo(new Decoded.Unreadable("the record has no value", null));
        assertThat(unreadable("")).isEqualTo(new Decoded.Unreadable("the value is empty", null));
        assertThat(unreadable(" \n")).isEqualTo(new Decoded.Unreadable("the value is empty", null));
    }

    @Test
    void a_value_of_one_mebibyte_is_read_and_a_longer_one_is_not() {
        byte[] request = SendRequests.text("m-1").toBytes();
        byte[] longest = Arrays.copyOf(request, 1_048_576);
        Arrays.fill(longest, request.length, longest.length, (byte) ' ');

        assertThat(DECODER.decode(longest)).isInstanceOf(Decoded.Valid.class);
        assertThat(unreadable(Arrays.copyOf(longest, 1_048_577)))
                .isEqualTo(new Decoded.Unreadable("the value is longer than 1048576 bytes", null));
    }

    @Test
    void only_utf8_is_read() throws Exception {
        byte[] request = SendRequests.text("m-1").toBytes();
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.write(request);

        assertThat(unreadable(marked.toByteArray()).why()).isEqualTo("the value is not JSON (line 1, column 1)");
        String text = new String(request, StandardCharsets.UTF_8);
        assertThat(unreadable(text.getBytes(StandardCharsets.UTF_16)).why()).isEqualTo("the value is not UTF-8");
        assertThat(unreadable(text.getBytes(StandardCharsets.UTF_16BE)).why()).startsWith("the value is not JSON");
        assertThat(unreadable(text.getBytes(StandardCharsets.UTF_16LE)).why()).startsWith("the value is not JSON");
        assertThat(unreadable(SendRequests.text("m-1").robot("é").toJson().getBytes(StandardCharsets.ISO_8859_1))
                        .why())
                .isEqualTo("the value is not UTF-8");
    }

    @Test
    void overlong_forms_and_surrogates_in_utf8_are_not_utf8() {
        byte[] request = SendRequests.text("m-1").robot("???").toBytes();
        int at = new String(request, StandardCharsets.ISO_8859_1).indexOf("???");
        for (int[] bad : new int[][] {{0xC0, 0xAF, 'x'}, {0xED, 0xA0, 0x80}, {0xE2, 0x82, 'x'}, {0xFF, 'x', 'x'}}) {
            byte[] broken = request.clone();
            for (int i = 0; i < bad.length; i++) {
                broken[at + i] = (byte) bad[i];
            }
            assertThat(unreadable(broken)).isEqualTo(new Decoded.Unreadable("the value is not UTF-8", null));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nope",
                "{\"msg_id\":\"m\",}",
                "{'msg_id':'m'}",
                "{msg_id:1}",
                "{\"msg_id\":\"m\"} x",
                "{\"msg_id\":\"m\"}{}",
                "{\"msg_id\":\"m\"},",
                "{\"msg_id\":\"m\"}\u0000",
                "{\"msg_id\":\"m\"/* c */}",
                "{\"msg_id\":\"a\nb\"}",
                "{\"msg_id\":\"m\",\"x\":NaN}",
                "{\"msg_id\":\"m\",\"x\":01}",
                "{\"msg_id\":\"m\",\"x\":+1}",
                "{\"msg_id\":\"m\",\"x\":1.}",
                "{\"msg_id\":\"m\",\"x\":.5}",
                "{\"msg_id\":\"m\",\"x\":truefalse}",
                "{\"msg_id\":\"m\",\"x\":[1,]}",
                "{\"msg_id\":\"m\",\"x\":\"\\x\"}",
                "{\"msg_id\":\"m\",\u00a0\"x\":1}",
                "\u001e{\"msg_id\":\"m\"}"
            })
    void what_is_not_json_is_unreadable_and_not_rerouted(String value) {
        Decoded.Unreadable unreadable = unreadable(value);

        assertThat(unreadable.why()).matches("[A-Za-z -]+JSON( value)? \\(line \\d+, column \\d+\\)");
        assertThat(unreadable.robotId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"msg_id\":\"m\",\"msg_id\":\"m\"}",
                "{\"msg_id\":\"m\",\"m\\u0073g_id\":\"m\"}",
                "{\"msg_id\":\"m\",\"metadata\":{\"a\":null,\"a\":null}}",
                "{\"msg_id\":\"m\",\"msg_list\":[[{\"\":1,\"\":2}]]}"
            })
    void a_key_twice_in_an_object_is_unreadable(String value) {
        assertThat(unreadable(value).why()).matches("an object has the same key twice \\(line 1, column \\d+\\)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"msg_id\":\"\\ud83d\"}",
                "{\"msg_id\":\"\\ude00\"}",
                "{\"msg_id\":\"\\ud83dx\"}",
                "{\"msg_id\":\"\\ude00\\ud83d\"}",
                "{\"msg_id\":\"\\ud83d\\ud83d\\ude00\"}",
                "{\"msg_id\":\"m\",\"x\\udc00\":1}",
                "{\"msg_id\":\"m\",\"x\":[{\"y\":\"\\uDBFF\"}]}"
            })
    void a_lone_surrogate_is_unreadable(String value) {
        assertThat(unreadable(value).why()).matches("a string holds a lone surrogate \\(line 1, column \\d+\\)");
    }

    @Test
    void an_escaped_surrogate_pair_is_a_character() {
        assertThat(valid(SendRequests.text("m-1")
                                .with("msg_id", raw("\"\\ud83d\\ude00\""))
                                .toJson())
                        .msgId())
                .isEqualTo("😀");
    }

    @Test
    void sixty_four_levels_are_read_and_more_are_not() {
        assertThat(decode("{\"msg_id\":\"m\",\"x\":" + "[".repeat(63) + "]".repeat(63) + "}"))
                .isInstanceOf(Decoded.Invalid.class);
        assertThat(unreadable("{\"msg_id\":\"m\",\"x\":" + "[".repeat(64) + "]".repeat(64) + "}")
                        .why())
                .startsWith("the JSON is nested deeper than 64 levels");
        assertThat(unreadable("{\"x\":".repeat(65) + "1" + "}".repeat(65)).why())
                .startsWith("the JSON is nested deeper than 64 levels");
        assertThat(unreadable("[".repeat(500_000)).why()).startsWith("the JSON is nested deeper than 64 levels");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "[];an array",
                "\"x\";a string",
                "1;an integer",
                "1e5;a number with a fraction or an exponent",
                "true;a boolean",
                "null;null"
            },
            delimiter = ';')
    void what_is_not_an_object_is_unreadable(String value, String kind) {
        assertThat(unreadable(value))
                .isEqualTo(
                        new Decoded.Unreadable("the value is JSON, but " + kind + " where an object is meant", null));
    }

    @Test
    void a_request_without_a_usable_msg_id_is_unreadable_but_still_rerouted() {
        assertThat(unreadableId("null")).isEqualTo(new Decoded.Unreadable("msg_id is required", "r-1"));
        assertThat(unreadable(SendRequests.text("m").without("msg_id").toJson()))
                .isEqualTo(new Decoded.Unreadable("msg_id is required", "r-1"));
        assertThat(unreadableId("7"))
                .isEqualTo(new Decoded.Unreadable("msg_id must be a string, not an integer", "r-1"));
        assertThat(unreadableId("\"\"")).isEqualTo(new Decoded.Unreadable("msg_id must not be empty", "r-1"));
        assertThat(unreadableId("\"" + "😀".repeat(129) + "\""))
                .isEqualTo(new Decoded.Unreadable("msg_id must be at most 128 characters long", "r-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\n", "\\u001f", "\\u007f", "\u007f", "\\u0080", "\\u009f"})
    void control_characters_make_a_msg_id_unusable(String control) {
        assertThat(unreadableId("\"m" + control + "\""))
                .isEqualTo(new Decoded.Unreadable("msg_id must not contain control characters", "r-1"));
    }

    @Test
    void a_robot_id_that_is_unusable_reroutes_nothing() {
        for (String robot : List.of("\"\"", "7", "null", "\"r\\u0000\"", "\"" + "r".repeat(129) + "\"")) {
            assertThat(unreadable("{\"robot_id\":" + robot + "}"))
                    .isEqualTo(new Decoded.Unreadable("msg_id is required", null));
            assertThat(invalid("{\"msg_id\":\"m\",\"robot_id\":" + robot + "}").robotId())
                    .isNull();
        }
    }

    private static Decoded.Unreadable unreadableId(String json) {
        return unreadable(SendRequests.text("m").with("msg_id", raw(json)).toJson());
    }
}
