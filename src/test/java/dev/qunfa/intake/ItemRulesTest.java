package dev.qunfa.intake;

import static dev.qunfa.SendItems.base64;
import static dev.qunfa.SendItems.contactCard;
import static dev.qunfa.SendItems.file;
import static dev.qunfa.SendItems.image;
import static dev.qunfa.SendItems.linkCard;
import static dev.qunfa.SendItems.miniProgram;
import static dev.qunfa.SendItems.text;
import static dev.qunfa.SendItems.video;
import static dev.qunfa.SendItems.voice;
import static dev.qunfa.SendRequests.raw;
import static dev.qunfa.intake.Decoding.textViolations;
import static dev.qunfa.intake.Decoding.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemRulesTest {
    private static final String AT = "/msg_list/0/";
    private static final String EMOJI = "😀";

    @Test
    void one_item_of_each_type_is_valid() {
        assertThat(violations(SendRequests.ofEveryType("m-1"))).isEmpty();
    }

    @Test
    void the_platforms_own_example_fills_in_what_a_type_does_not_use() {
        for (Map<String, Object> used : SendItems.ofEveryType()) {
            Map<String, Object> item = new LinkedHashMap<>(Map.of(
                    "msg_content",
                    "",
                    "voice_time",
                    0,
                    "href",
                    "",
                    "title",
                    "",
                    "desc",
                    "",
                    "at",
                    0,
                    "at_location",
                    0));
            item.put("at_contact_id_list", List.of());
            item.put("ats", List.of());
            item.putAll(used);
            assertThat(violations(item)).isEmpty();
        }
    }

    @Test
    void unused_fields_go_along_whatever_they_hold() {
        assertThat(violations(image(), item -> {
                    item.put("voice_time", -5);
                    item.put("href", "no url");
                    item.put("title", "x".repeat(601));
                    item.put("desc", "x".repeat(1025));
                    item.put("at_location", 7);
                    item.put("at_contact_id_list", List.of(""));
                    item.put("ats", List.of(Map.of("type", "x", "more", 1)));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 17, 99})
    void every_field_has_its_json_type_in_every_message_type(int type) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("msg_type", type);
        item.put("msg_content", 1);
        item.put("voice_time", "1");
        item.put("href", List.of());
        item.put("title", true);
        item.put("desc", Map.of());
        item.put("at", raw("0.0"));
        item.put("at_location", "0");
        item.put("at_contact_id_list", Arrays.asList("a", 1, null));
        item.put("ats", List.of(Map.of(), "x"));
        List<String> wrong = Stream.of(
                        "msg_content",
                        "voice_time",
                        "href",
                        "title",
                        "desc",
                        "at",
                        "at_location",
                        "at_contact_id_list/1",
                        "at_contact_id_list/2",
                        "ats/1")
                .map(field -> AT + field + " WRONG_TYPE")
                .toList();

        List<String> found = violations(item);

        assertThat(found.stream().filter(v -> !v.endsWith("msg_type OUT_OF_RANGE")))
                .containsExactlyElementsOf(wrong);
        assertThat(violations(item, "ats", 1)).contains(AT + "ats WRONG_TYPE");
        assertThat(violations(item, "at_contact_id_list", "a")).contains(AT + "at_contact_id_list WRONG_TYPE");
    }

    @Test
    void msg_type_is_one_of_nine() {
        for (int wrong : new int[] {-1, 0, 9, 10, 16, 18}) {
            assertThat(textViolations("msg_type", wrong)).containsExactly(AT + "msg_type OUT_OF_RANGE");
        }
        assertThat(textViolations("msg_type", 4294967297L)).containsExactly(AT + "msg_type OUT_OF_RANGE");
        assertThat(textViolations("msg_type", null)).containsExactly(AT + "msg_type REQUIRED");
        assertThat(textViolations("msg_type", "1")).containsExactly(AT + "msg_type WRONG_TYPE");
        assertThat(textViolations("msg_type", raw("1.0"))).containsExactly(AT + "msg_type WRONG_TYPE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 17, 99})
    void msg_content_has_at_most_20000_characters_in_every_type(int type) {
        Map<String, Object> item = new LinkedHashMap<>(Map.of("msg_type", type));
        String longest = "https://a.b/" + EMOJI.repeat(19_988);

        assertThat(violations(item, "msg_content", longest)).doesNotContain(AT + "msg_content TOO_LONG");
        assertThat(violations(item, "msg_content", longest + "x")).contains(AT + "msg_content TOO_LONG");
    }

    @Test
    void a_text_is_required_and_not_empty() {
        assertThat(violations(text("x"))).isEmpty();
        assertThat(violations(text("\u0000\n"))).isEmpty();
        assertThat(violations(text(EMOJI.repeat(20_000)))).isEmpty();
        assertThat(violations(text(EMOJI.repeat(20_001)))).containsExactly(AT + "msg_content TOO_LONG");
        assertThat(violations(text(""))).containsExactly(AT + "msg_content TOO_SHORT");
        assertThat(violations(text(null))).containsExactly(AT + "msg_content REQUIRED");
        assertThat(violations(new LinkedHashMap<>(Map.of("msg_type", 1)))).containsExactly(AT + "msg_content REQUIRED");
    }

    static Stream<Arguments> requiredFields() {
        return Stream.of(
                required(SendItems::linkCard, "href"),
                required(SendItems::linkCard, "title"),
                required(SendItems::image, "msg_content"),
                required(SendItems::video, "href"),
                required(SendItems::voice, "msg_content"),
                required(SendItems::file, "href"),
                required(SendItems::file, "title"),
                required(SendItems::contactCard, "msg_content"),
                required(SendItems::miniProgram, "msg_content"));
    }

    private static Arguments required(Supplier<Map<String, Object>> item, String field) {
        return Arguments.of(item.get(), field);
    }

    @ParameterizedTest
    @MethodSource("requiredFields")
    void required_fields_are_present_and_not_empty(Map<String, Object> item, String field) {
        assertThat(violations(item, field, "")).containsExactly(AT + field + " TOO_SHORT");
        assertThat(violations(item, field, null)).containsExactly(AT + field + " REQUIRED");
        assertThat(violations(item, fields -> fields.remove(field))).containsExactly(AT + field + " REQUIRED");
    }

    static Stream<Arguments> optionalFields() {
        return Stream.of(
                required(SendItems::linkCard, "msg_content"),
                required(SendItems::linkCard, "desc"),
                required(SendItems::video, "msg_content"),
                required(SendItems::miniProgram, "href"),
                required(SendItems::miniProgram, "title"));
    }

    @ParameterizedTest
    @MethodSource("optionalFields")
    void optional_fields_may_be_absent_null_or_empty(Map<String, Object> item, String field) {
        assertThat(violations(item, field, "")).isEmpty();
        assertThat(violations(item, field, null)).isEmpty();
        assertThat(violations(item, fields -> fields.remove(field))).isEmpty();
    }

    static Stream<Arguments> urls() {
        return Stream.of(
                required(SendItems::linkCard, "msg_content"),
                required(SendItems::linkCard, "href"),
                required(SendItems::image, "msg_content"),
                required(SendItems::video, "msg_content"),
                required(SendItems::video, "href"),
                required(SendItems::voice, "msg_content"),
                required(SendItems::file, "href"),
                required(SendItems::miniProgram, "href"));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void urls_are_absolute_http_or_https(Map<String, Object> item, String field) {
        for (String right : List.of("http://a", "HTTPS://a.b:8443/x?y#z")) {
            assertThat(violations(item, field, right)).isEmpty();
        }
        for (String wrong : List.of("ftp://a/b", "a.b/c", "//a/b", "/b", "http://", "https:///b", "http://a b", " ")) {
            assertThat(violations(item, field, wrong)).containsExactly(AT + field + " BAD_FORMAT");
        }
    }

    @Test
    void a_link_cards_title_and_description_are_limited_in_characters() {
        assertThat(violations(linkCard(), "title", EMOJI.repeat(600))).isEmpty();
        assertThat(violations(linkCard(), "title", EMOJI.repeat(601))).containsExactly(AT + "title TOO_LONG");
        assertThat(violations(linkCard(), "desc", EMOJI.repeat(1024))).isEmpty();
        assertThat(violations(linkCard(), "desc", EMOJI.repeat(1025))).containsExactly(AT + "desc TOO_LONG");
    }

    @Test
    void titles_of_files_and_mini_programs_have_no_limit() {
        assertThat(violations(file(), "title", "x".repeat(601))).isEmpty();
        assertThat(violations(miniProgram(), "title", "x".repeat(601))).isEmpty();
    }

    @Test
    void a_video_lasts_1_to_30_seconds() {
        assertThat(violations(video(), "voice_time", 1)).isEmpty();
        assertThat(violations(video(), "voice_time", 30)).isEmpty();
        assertThat(violations(video(), "voice_time", 0)).containsExactly(AT + "voice_time OUT_OF_RANGE");
        assertThat(violations(video(), "voice_time", 31)).containsExactly(AT + "voice_time OUT_OF_RANGE");
        assertThat(violations(video(), "voice_time", null)).containsExactly(AT + "voice_time REQUIRED");
        assertThat(violations(video(), "voice_time", "3")).containsExactly(AT + "voice_time WRONG_TYPE");
        assertThat(violations(video(), "voice_time", 1.5)).containsExactly(AT + "voice_time WRONG_TYPE");
    }

    @Test
    void a_voice_lasts_1_second_or_more() {
        assertThat(violations(voice(), "voice_time", 1)).isEmpty();
        assertThat(violations(voice(), "voice_time", Integer.MAX_VALUE)).isEmpty();
        assertThat(violations(voice(), "voice_time", 0)).containsExactly(AT + "voice_time OUT_OF_RANGE");
        assertThat(violations(voice(), "voice_time", 1L << 31)).containsExactly(AT + "voice_time OUT_OF_RANGE");
        assertThat(violations(voice(), "voice_time", null)).containsExactly(AT + "voice_time REQUIRED");
    }

    @Test
    void a_contact_card_names_any_contact() {
        assertThat(violations(contactCard(), "msg_content", "wm-😀/1")).isEmpty();
    }

    @Test
    void a_mini_program_is_base64_of_json() {
        for (String json : List.of("{}", "[1]", "\"x\"", "{\"a\":\"首页\",\"a\":1}", " {\"a\":1}\n", "1e999999999")) {
            assertThat(violations(miniProgram(), "msg_content", base64(json))).isEmpty();
        }
        assertThat(violations(miniProgram(), "msg_content", "e30")).isEmpty();
        assertThat(violations(miniProgram(), "msg_content", "eyJhIjoi5pyqPz8/In0="))
                .isEmpty();
        for (String wrong : List.of(
                "{}",
                "e30 ",
                "e30==",
                "e3\n0=",
                "eyJhIjoi5pyqPz8_In0=",
                base64("{"),
                base64("{} {}"),
                base64(""),
                "/w==",
                "A",
                " ")) {
            assertThat(violations(miniProgram(), "msg_content", wrong))
                    .as(wrong)
                    .containsExactly(AT + (wrong.isEmpty() ? "msg_content TOO_SHORT" : "msg_content BAD_FORMAT"));
        }
    }
}
