package dev.qunfa.intake;

import static dev.qunfa.SendRequests.raw;
import static dev.qunfa.intake.Decoding.DECODER;
import static dev.qunfa.intake.Decoding.decode;
import static dev.qunfa.intake.Decoding.invalid;
import static dev.qunfa.intake.Decoding.unreadable;
import static dev.qunfa.intake.Decoding.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Violation;
import dev.qunfa.lifecycle.ViolationCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

    @Test
    void a_valid_request_is_read_whole() {
        SendRequest request = valid(SendRequests.of("m-1", List.of(SendItems.image(), SendItems.text("hi")))
                .robot("r-7")
                .group("g-8")
                .app("shop")
                .deadLine(1767225600)
                .notBefore("1767222000")
                .metadata(Map.of("order", "7781"))
                .toJson());

        assertThat(request.msgId()).isEqualTo("m-1");
        assertThat(request.target()).isEqualTo(new Target("shop", "r-7", "g-8"));
        assertThat(request.schedule())
                .isEqualTo(new Schedule(Instant.ofEpochSecond(1767222000), Instant.ofEpochSecond(1767225600)));
        assertThat(request.items()).containsExactly(new ItemHead(1, 3), new ItemHead(2, 1));
        assertThat(request.metadata()).isEqualTo("{\"order\":\"7781\"}");
        assertThat(request.payload().contentHash()).hasSize(32);
    }

    @Test
    void what_a_request_leaves_out_is_null_but_for_the_default_app() {
        SendRequest request = valid(SendRequests.text("m-1").toJson());

        assertThat(request.target()).isEqualTo(new Target("default", "r-1", "g-1"));
        assertThat(request.schedule()).isEqualTo(Schedule.ANY_TIME);
        assertThat(request.metadata()).isNull();
    }

    @Test
    void items_are_told_in_the_order_of_msg_num() {
        SendRequest request = valid(SendRequests.of(
                        "m-1",
                        List.of(
                                Map.of("msg_num", 2, "msg_type", 1, "msg_content", "b"),
                                Map.of("msg_num", 1, "msg_type", 7, "msg_content", "a")))
                .toJson());

        assertThat(request.items()).containsExactly(new ItemHead(1, 7), new ItemHead(2, 1));
    }

    @Test
    void ids_are_neither_trimmed_nor_folded() {
        SendRequest request =
                valid(SendRequests.text(" M-1 ").robot(" r").group("G ").toJson());

        assertThat(request.msgId()).isEqualTo(" M-1 ");
        assertThat(request.target()).isEqualTo(new Target("default", " r", "G "));
    }

    @Test
    void all_violations_are_told_at_once_each_with_pointer_code_and_sentence() {
        Decoded.Invalid invalid = invalid(SendRequests.of("m-1", SendItems.linkCard())
                .without("group_id")
                .deadLine(1767225600000L)
                .with("deadline", 1767225600)
                .item(Map.of("msg_type", 5, "msg_content", "https://example.com/v.silk", "title", 5))
                .toJson());

        assertThat(invalid.violations())
                .containsExactly(
                        new Violation("/group_id", ViolationCode.REQUIRED, "group_id is required"),
                        new Violation(
                                "/dead_line",
                                ViolationCode.MILLISECONDS,
                                "dead_line must be in Unix seconds and less than 100000000000; "
                                        + "this looks like milliseconds"),
                        new Violation(
                                "/deadline",
                                ViolationCode.UNKNOWN_FIELD,
                                "deadline is not a field of a request; did you mean dead_line?"),
                        new Violation("/msg_list/1/voice_time", ViolationCode.REQUIRED, "voice_time is required"),
                        new Violation(
                                "/msg_list/1/title",
                                ViolationCode.WRONG_TYPE,
                                "title must be a string, not an integer"));
    }

    @Test
    void no_more_than_a_hundred_violations_are_told() {
        SendRequests request = SendRequests.text("m-1").without("group_id");
        for (int i = 0; i < 200; i++) {
            request.with("unknown" + i, 1);
        }

        List<Violation> violations = invalid(request.toJson()).violations();

        assertThat(violations).hasSize(100);
        assertThat(violations.get(0).pointer()).isEqualTo("/group_id");
        assertThat(violations.get(99).pointer()).isEqualTo("/unknown98");
    }

    @Test
    void what_can_be_read_of_an_invalid_request_is_told() {
        SendRequest readable = invalid(SendRequests.text("m-1")
                        .app("nobody")
                        .deadLine("1767225600")
                        .notBefore("soon")
                        .metadata(Map.of("order", "7781"))
                        .with("x", 1)
                        .toJson())
                .readable();

        assertThat(readable.msgId()).isEqualTo("m-1");
        assertThat(readable.target()).isEqualTo(new Target("nobody", "r-1", "g-1"));
        assertThat(readable.schedule()).isEqualTo(new Schedule(null, Instant.ofEpochSecond(1767225600)));
        assertThat(readable.items()).containsExactly(new ItemHead(1, 1));
        assertThat(readable.metadata()).isEqualTo("{\"order\":\"7781\"}");
        assertThat(readable.payload().body()).isNull();
        assertThat(readable.payload().contentHash()).hasSize(32);
    }

    @Test
    void what_is_unusable_in_itself_is_null() {
        SendRequest readable = invalid(SendRequests.text("m-1")
                        .robot("r\u0007")
                        .group("g".repeat(129))
                        .with("app", 7)
                        .with("dead_line", List.of())
                        .with("metadata", Map.of("a", 1))
                        .with("msg_list", "none")
                        .toJson())
                .readable();

        assertThat(readable.target()).isEqualTo(new Target(null, null, null));
        assertThat(readable.schedule()).isEqualTo(Schedule.ANY_TIME);
        assertThat(readable.metadata()).isNull();
        assertThat(readable.items()).isEmpty();
    }

    @Test
    void items_of_an_invalid_request_are_told_only_if_each_has_its_number_and_a_type() {
        assertThat(heads("[{\"msg_num\":2,\"msg_type\":99},{\"msg_num\":1,\"msg_type\":-32768}]"))
                .containsExactly(new ItemHead(1, -32768), new ItemHead(2, 99));
        assertThat(heads("[]")).isEmpty();
        assertThat(heads("[{\"msg_num\":1,\"msg_type\":32768}]")).isEmpty();
        assertThat(heads("[{\"msg_num\":1,\"msg_type\":\"1\"}]")).isEmpty();
        assertThat(heads("[{\"msg_num\":1}]")).isEmpty();
        assertThat(heads("[{\"msg_num\":1.0,\"msg_type\":1}]")).isEmpty();
        assertThat(heads("[{\"msg_num\":0,\"msg_type\":1}]")).isEmpty();
        assertThat(heads("[{\"msg_num\":2,\"msg_type\":1}]")).isEmpty();
        assertThat(heads("[{\"msg_num\":1,\"msg_type\":1},{\"msg_num\":1,\"msg_type\":1}]"))
                .isEmpty();
        assertThat(heads("[{\"msg_num\":1,\"msg_type\":9},1]")).isEmpty();
    }

    @Test
    void items_are_bounded_even_in_an_invalid_request() {
        assertThat(invalid(SendRequests.of("m-1", java.util.Collections.nCopies(20, SendItems.text("")))
                                .toJson())
                        .readable()
                        .items())
                .hasSize(20);
        assertThat(invalid(SendRequests.of("m-1", java.util.Collections.nCopies(21, SendItems.text("hi")))
                                .toJson())
                        .readable()
                        .items())
                .isEmpty();
    }

    private static List<ItemHead> heads(String msgList) {
        return invalid(SendRequests.text("m-1").with("msg_list", raw(msgList)).toJson())
                .readable()
                .items();
    }

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

    @Test
    void valid_and_invalid_requests_tell_their_robot() {
        assertThat(decode(SendRequests.text("m").toJson()).robotId()).isEqualTo("r-1");
        assertThat(decode(SendRequests.text("m").with("x", 1).toJson()).robotId())
                .isEqualTo("r-1");
    }

    @Test
    void a_msg_id_of_128_characters_is_usable() {
        assertThat(valid(SendRequests.text("😀".repeat(128)).toJson()).msgId()).isEqualTo("😀".repeat(128));
    }

    @Test
    void huge_numbers_cost_nothing() {
        String json = SendRequests.text("m-1")
                .deadLine(raw("1e999999999"))
                .notBefore(raw("9".repeat(500_000)))
                .with("x", raw("-1e-999999999999"))
                .toJson();

        assertThat(Decoding.violations(decode(json)))
                .containsExactly("/dead_line WRONG_TYPE", "/not_before MILLISECONDS", "/x UNKNOWN_FIELD");
    }

    private static Decoded.Unreadable unreadableId(String json) {
        return unreadable(SendRequests.text("m").with("msg_id", raw(json)).toJson());
    }
}
