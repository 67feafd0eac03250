package dev.qunfa.intake;

import static dev.qunfa.SendRequests.raw;
import static dev.qunfa.intake.Decoding.invalid;
import static dev.qunfa.intake.Decoding.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import dev.qunfa.lifecycle.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

    @Test
    void an_empty_request_misses_its_required_fields() {
        assertThat(violations(Decoding.decode("{\"msg_id\":\"m\"}")))
                .containsExactly("/robot_id REQUIRED", "/group_id REQUIRED", "/msg_list REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"robot_id", "group_id"})
    void an_id_has_1_to_128_characters_without_control_characters(String field) {
        assertThat(with(field, "x")).isEmpty();
        assertThat(with(field, "😀".repeat(128))).isEmpty();
        assertThat(with(field, " ")).isEmpty();
        assertThat(with(field, "")).containsExactly("/" + field + " TOO_SHORT");
        assertThat(with(field, "😀".repeat(129))).containsExactly("/" + field + " TOO_LONG");
        assertThat(with(field, "x".repeat(129))).containsExactly("/" + field + " TOO_LONG");
        assertThat(with(field, "x\n")).containsExactly("/" + field + " BAD_FORMAT");
        assertThat(with(field, "x\u0085")).containsExactly("/" + field + " BAD_FORMAT");
        assertThat(with(field, null)).containsExactly("/" + field + " REQUIRED");
        assertThat(with(field, 1)).containsExactly("/" + field + " WRONG_TYPE");
        assertThat(with(field, List.of("x"))).containsExactly("/" + field + " WRONG_TYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead_line", "not_before"})
    void a_time_is_unix_seconds_as_a_number_or_a_numeric_string(String field) {
        for (Object right : List.of(0, 1767225600, 99_999_999_999L, "0", "1767225600", "99999999999", "0001")) {
            assertThat(with(field, right)).isEmpty();
        }
        assertThat(with(field, null)).isEmpty();
        for (Object negative : List.of(-1, raw("-" + "9".repeat(40)))) {
            assertThat(with(field, negative)).containsExactly("/" + field + " OUT_OF_RANGE");
        }
        for (Object late : List.of(100_000_000_000L, "100000000000", 1767225600000L, raw("9".repeat(40)))) {
            assertThat(with(field, late)).containsExactly("/" + field + " MILLISECONDS");
        }
        for (Object format : List.of("", " 1", "1 ", "-1", "+1", "1.0", "1e3", "١", "2026-01-01T00:00:00Z")) {
            assertThat(with(field, format)).containsExactly("/" + field + " BAD_FORMAT");
        }
        for (Object type : List.of(1.5, raw("1.0"), raw("1e9"), true, List.of(), Map.of())) {
            assertThat(with(field, type)).containsExactly("/" + field + " WRONG_TYPE");
        }
    }

    @Test
    void not_before_must_be_earlier_than_dead_line() {
        assertThat(violations(SendRequests.text("m").notBefore(99).deadLine("100")))
                .isEmpty();
        assertThat(violations(SendRequests.text("m").notBefore("100").deadLine(100)))
                .containsExactly("/not_before OUT_OF_RANGE");
        assertThat(violations(SendRequests.text("m").notBefore(101).deadLine(100)))
                .containsExactly("/not_before OUT_OF_RANGE");
        assertThat(violations(SendRequests.text("m").notBefore(101).deadLine(-1)))
                .containsExactly("/dead_line OUT_OF_RANGE");
    }

    @Test
    void an_app_must_be_configured() {
        assertThat(with("app", "shop")).isEmpty();
        assertThat(with("app", "default")).isEmpty();
        assertThat(with("app", null)).isEmpty();
        assertThat(with("app", "Shop")).containsExactly("/app NOT_ALLOWED");
        assertThat(with("app", "")).containsExactly("/app TOO_SHORT");
        assertThat(with("app", "x".repeat(129))).containsExactly("/app TOO_LONG");
        assertThat(with("app", "x\t")).containsExactly("/app BAD_FORMAT");
        assertThat(with("app", 1)).containsExactly("/app WRONG_TYPE");
        assertThat(invalid(SendRequests.text("m").app("secret-app").toJson()).violations())
                .extracting(Violation::message)
                .containsExactly("app must be the name of a configured app");
    }

    @Test
    void the_default_app_must_be_configured_too() {
        RequestDecoder decoder = new RequestDecoder(Set.of("shop"), UnknownItemFields.REJECT);

        assertThat(violations(decoder.decode(SendRequests.text("m").toBytes()))).containsExactly("/app NOT_ALLOWED");
        assertThat(violations(decoder.decode(SendRequests.text("m").app("shop").toBytes())))
                .isEmpty();
    }

    @Test
    void metadata_is_an_object_of_strings() {
        assertThat(with("metadata", null)).isEmpty();
        assertThat(with("metadata", Map.of())).isEmpty();
        assertThat(with("metadata", Map.of("", "", "订单", "😀"))).isEmpty();
        assertThat(with("metadata", List.of())).containsExactly("/metadata WRONG_TYPE");
        assertThat(with("metadata", "{}")).containsExactly("/metadata WRONG_TYPE");
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("a/b", 1);
        wrong.put("ok", "1");
        wrong.put("m~n", null);
        wrong.put("", Map.of());
        assertThat(with("metadata", wrong))
                .containsExactly("/metadata/a~1b WRONG_TYPE", "/metadata/m~0n WRONG_TYPE", "/metadata/ WRONG_TYPE");
    }

    @Test
    void metadata_has_at_most_4096_bytes_as_compact_json() {
        int frame = "{\"k\":\"\"}".length();
        assertThat(with("metadata", Map.of("k", "x".repeat(4096 - frame)))).isEmpty();
        assertThat(with("metadata", Map.of("k", "x".repeat(4097 - frame)))).containsExactly("/metadata TOO_LONG");
        assertThat(with("metadata", Map.of("k", "😀".repeat(1022)))).isEmpty();
        assertThat(with("metadata", Map.of("k", "😀".repeat(1022) + "x"))).containsExactly("/metadata TOO_LONG");
        assertThat(with("metadata", raw("{ \"k\" : \"" + "x".repeat(4096 - frame) + "\" \n\n }")))
                .isEmpty();
    }

    @Test
    void metadata_keeps_its_order_and_escapes_no_more_than_it_must() {
        assertThat(Decoding.valid(SendRequests.text("m")
                                .with("metadata", raw("{ \"z\": \"\\u4e2d/\\/\\u0000\", \"a\": \"\\n\\\"\" }"))
                                .toJson())
                        .metadata())
                .isEqualTo("{\"z\":\"中//\\u0000\",\"a\":\"\\n\\\"\"}");
    }

    @Test
    void unknown_fields_are_told_with_the_nearest_known_name() {
        SendRequests request = SendRequests.text("m");
        Map<String, String> meant = new LinkedHashMap<>();
        meant.put("deadLine", "dead_line");
        meant.put("dead-line", "dead_line");
        meant.put("msgList", "msg_list");
        meant.put("not_befor", "not_before");
        meant.put("meta_data", "metadata");
        meant.put("robto_id", "robot_id");
        meant.put("zzzzzz", null);
        meant.forEach((name, ignored) -> request.with(name, 1));

        assertThat(invalid(request.toJson()).violations())
                .extracting(Violation::message)
                .containsExactlyElementsOf(meant.entrySet().stream()
                        .map(e -> e.getKey() + " is not a field of a request"
                                + (e.getValue() == null ? "" : "; did you mean " + e.getValue() + "?"))
                        .toList());
    }

    @Test
    void an_unknown_field_that_is_null_counts_as_absent() {
        assertThat(with("deadline", null)).isEmpty();
    }

    @Test
    void names_of_unknown_fields_are_escaped_cut_and_made_printable() {
        List<Violation> violations = invalid(SendRequests.text("m")
                        .with("a/b~c", 1)
                        .with("😀".repeat(65), 1)
                        .with("x".repeat(64), 1)
                        .with("line\nbreak\u0000", 1)
                        .toJson())
                .violations();

        assertThat(violations)
                .extracting(Violation::pointer)
                .containsExactly(
                        "/a~1b~0c", "/" + "😀".repeat(64) + "…", "/" + "x".repeat(64), "/line\uFFFDbreak\uFFFD");
        assertThat(violations.get(0).message()).isEqualTo("a/b~c is not a field of a request");
        assertThat(violations.get(3).message()).isEqualTo("line\uFFFDbreak\uFFFD is not a field of a request");
    }

    @Test
    void msg_list_holds_1_to_20_items() {
        assertThat(violations(texts(1))).isEmpty();
        assertThat(violations(texts(20))).isEmpty();
        assertThat(violations(texts(0))).containsExactly("/msg_list TOO_SHORT");
        assertThat(violations(texts(21))).containsExactly("/msg_list TOO_LONG");
        assertThat(with("msg_list", null)).containsExactly("/msg_list REQUIRED");
        assertThat(with("msg_list", Map.of())).containsExactly("/msg_list WRONG_TYPE");
    }

    @Test
    void items_beyond_the_twentieth_are_checked_too() {
        assertThat(violations(texts(29).item(SendItems.text("")).item(Map.of("msg_num", 30, "msg_type", 1))))
                .containsExactly(
                        "/msg_list TOO_LONG",
                        "/msg_list/29/msg_content TOO_SHORT",
                        "/msg_list/30/msg_num SEQUENCE",
                        "/msg_list/30/msg_content REQUIRED");
    }

    @Test
    void the_list_comes_before_the_other_fields_and_its_items_after_them() {
        assertThat(violations(texts(21).item(SendItems.text("")).app("nobody").with("x", 1)))
                .containsExactly(
                        "/msg_list TOO_LONG",
                        "/app NOT_ALLOWED",
                        "/x UNKNOWN_FIELD",
                        "/msg_list/21/msg_content TOO_SHORT");
    }

    @Test
    void an_item_is_an_object() {
        assertThat(with("msg_list", raw("[1,null,[],\"x\"]")))
                .containsExactly(
                        "/msg_list/0 WRONG_TYPE",
                        "/msg_list/1 WRONG_TYPE",
                        "/msg_list/2 WRONG_TYPE",
                        "/msg_list/3 WRONG_TYPE");
    }

    @Test
    void msg_num_is_exactly_1_to_n_in_any_order() {
        assertThat(numbered("3", "1", "2")).isEmpty();
        assertThat(numbered("1", "1")).containsExactly("/msg_list/1/msg_num SEQUENCE");
        assertThat(numbered("1", "3")).containsExactly("/msg_list/1/msg_num SEQUENCE");
        assertThat(numbered("0")).containsExactly("/msg_list/0/msg_num SEQUENCE");
        assertThat(numbered("2")).containsExactly("/msg_list/0/msg_num SEQUENCE");
        assertThat(numbered("-1", "4294967297"))
                .containsExactly("/msg_list/0/msg_num SEQUENCE", "/msg_list/1/msg_num SEQUENCE");
        assertThat(numbered("9".repeat(50))).containsExactly("/msg_list/0/msg_num SEQUENCE");
        assertThat(numbered("\"1\"")).containsExactly("/msg_list/0/msg_num WRONG_TYPE");
        assertThat(numbered("1.0")).containsExactly("/msg_list/0/msg_num WRONG_TYPE");
        assertThat(numbered("1e0")).containsExactly("/msg_list/0/msg_num WRONG_TYPE");
        assertThat(numbered("null")).containsExactly("/msg_list/0/msg_num REQUIRED");
    }

    private static List<String> numbered(String... numbers) {
        SendRequests request = texts(0);
        for (String number : numbers) {
            request.item(Map.of("msg_num", raw(number), "msg_type", 1, "msg_content", "hi"));
        }
        return violations(request);
    }

    private static List<String> with(String field, Object value) {
        return violations(SendRequests.text("m-1").with(field, value));
    }

    private static SendRequests texts(int count) {
        return SendRequests.of("m-1", Collections.nCopies(count, SendItems.text("hi")));
    }

    @Test
    void no_sentence_quotes_content() {
        String secret = "s3cr3t";
        String json = SendRequests.of("m-1", SendItems.text("hi"))
                .robot(secret + "\n")
                .group(secret.repeat(30))
                .app(secret)
                .deadLine(secret)
                .with("metadata", Map.of("k", List.of(secret)))
                .item(Map.of("msg_type", 3, "msg_content", secret))
                .item(Map.of("msg_type", 8, "msg_content", secret, "href", secret))
                .toJson();

        assertThat(invalid(json).violations()).hasSize(8).noneMatch(v -> v.message()
                .contains(secret));
        assertThat(Decoding.unreadable(secret).why()).doesNotContain(secret);
        assertThat(Decoding.unreadable("{\"msg_id\":\"m\",\"a\":" + secret + "}")
                        .why())
                .doesNotContain(secret);
        assertThat(Decoding.unreadable((json + secret).getBytes(StandardCharsets.UTF_8))
                        .why())
                .doesNotContain(secret);
    }
}
