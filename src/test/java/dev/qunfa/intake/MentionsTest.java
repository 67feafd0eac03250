package dev.qunfa.intake;

import static dev.qunfa.SendItems.text;
import static dev.qunfa.SendItems.textWithMembers;
import static dev.qunfa.SendRequests.raw;
import static dev.qunfa.intake.Decoding.textViolations;
import static dev.qunfa.intake.Decoding.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendItems;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MentionsTest {
    private static final String AT = "/msg_list/0/";
    private static final String EMOJI = "😀";

    @Test
    void a_text_may_be_empty_when_it_mentions_somebody() {
        assertThat(violations(text(""), "at", 0)).containsExactly(AT + "msg_content TOO_SHORT");
        assertThat(violations(text(""), "at", null)).containsExactly(AT + "msg_content TOO_SHORT");
        assertThat(violations(text(""), "at", 1)).isEmpty();
        assertThat(violations(text(""), item -> {
                    item.put("at", 2);
                    item.put("at_contact_id_list", List.of("c"));
                }))
                .isEmpty();
    }

    @Test
    void at_of_a_text_is_0_1_or_2() {
        assertThat(textViolations("at", 0)).isEmpty();
        assertThat(textViolations("at", 1)).isEmpty();
        assertThat(textViolations("at", -1)).containsExactly(AT + "at OUT_OF_RANGE");
        assertThat(textViolations("at", 3)).containsExactly(AT + "at OUT_OF_RANGE");
        assertThat(textViolations("at", "1")).containsExactly(AT + "at WRONG_TYPE");
    }

    @Test
    void at_location_of_a_text_is_0_or_1() {
        assertThat(textViolations("at_location", 0)).isEmpty();
        assertThat(textViolations("at_location", 1)).isEmpty();
        assertThat(textViolations("at_location", null)).isEmpty();
        assertThat(textViolations("at_location", -1)).containsExactly(AT + "at_location OUT_OF_RANGE");
        assertThat(textViolations("at_location", 2)).containsExactly(AT + "at_location OUT_OF_RANGE");
    }

    @Test
    void mentioned_members_are_listed() {
        assertThat(mentioning(List.of("c"))).isEmpty();
        assertThat(mentioning(null)).containsExactly(AT + "at_contact_id_list REQUIRED");
        assertThat(mentioning(List.of())).containsExactly(AT + "at_contact_id_list TOO_SHORT");
        assertThat(mentioning(List.of("a", "", "c", "")))
                .containsExactly(AT + "at_contact_id_list/1 TOO_SHORT", AT + "at_contact_id_list/3 TOO_SHORT");
        assertThat(mentioning(List.of("a", 1))).containsExactly(AT + "at_contact_id_list/1 WRONG_TYPE");
        assertThat(mentioning("a")).containsExactly(AT + "at_contact_id_list WRONG_TYPE");
    }

    private static List<String> mentioning(Object contacts) {
        return violations(text("hi"), item -> {
            item.put("at", 2);
            item.put("at_contact_id_list", contacts);
        });
    }

    @ParameterizedTest
    @MethodSource("allButText")
    void at_is_for_texts_only(Supplier<Map<String, Object>> item) {
        assertThat(violations(item.get(), "at", 0)).isEmpty();
        assertThat(violations(item.get(), "at", 1)).containsExactly(AT + "at NOT_ALLOWED");
        assertThat(violations(item.get(), "at", 2)).containsExactly(AT + "at NOT_ALLOWED");
        assertThat(violations(item.get(), "at", 3)).containsExactly(AT + "at NOT_ALLOWED");
    }

    static Stream<Supplier<Map<String, Object>>> allButText() {
        return Stream.of(
                SendItems::linkCard,
                SendItems::image,
                SendItems::video,
                SendItems::voice,
                SendItems::file,
                SendItems::contactCard,
                SendItems::miniProgram,
                SendItems::textWithMembers);
    }

    @Test
    void a_text_with_members_has_its_parts() {
        assertThat(violations(textWithMembers(), "ats", null)).containsExactly(AT + "ats REQUIRED");
        assertThat(violations(textWithMembers(), "ats", List.of())).containsExactly(AT + "ats TOO_SHORT");
        assertThat(violations(textWithMembers(), "ats", Map.of())).containsExactly(AT + "ats WRONG_TYPE");
        assertThat(parts("{\"type\":0,\"value\":\"\"}")).isEmpty();
        assertThat(parts("{\"type\":1,\"value\":\"c\"}")).isEmpty();
        assertThat(parts("{\"type\":1,\"value\":\"\"}")).containsExactly(AT + "ats/0/value TOO_SHORT");
        assertThat(parts("{\"type\":2,\"value\":\"c\"}")).containsExactly(AT + "ats/0/type OUT_OF_RANGE");
        assertThat(parts("{\"type\":\"0\",\"value\":\"c\"}")).containsExactly(AT + "ats/0/type WRONG_TYPE");
        assertThat(parts("{}")).containsExactly(AT + "ats/0/type REQUIRED", AT + "ats/0/value REQUIRED");
        assertThat(parts("{\"type\":null,\"value\":null}"))
                .containsExactly(AT + "ats/0/type REQUIRED", AT + "ats/0/value REQUIRED");
        assertThat(parts("{\"type\":0,\"value\":1},{\"type\":1,\"value\":[]}"))
                .containsExactly(AT + "ats/0/value WRONG_TYPE", AT + "ats/1/value WRONG_TYPE");
        assertThat(parts("null")).containsExactly(AT + "ats/0 WRONG_TYPE");
    }

    @Test
    void unknown_fields_of_parts_are_violations() {
        assertThat(parts("{\"type\":0,\"value\":\"x\",\"valeu\":1}")).containsExactly(AT + "ats/0/valeu UNKNOWN_FIELD");
        assertThat(parts("{\"type\":0,\"value\":\"x\",\"more\":null}")).isEmpty();
    }

    @Test
    void all_text_among_members_has_at_most_20000_characters() {
        String half = EMOJI.repeat(10_000);
        assertThat(parts(part(0, half), part(1, EMOJI), part(0, half))).isEmpty();
        assertThat(parts(part(0, half), part(0, "x"), part(0, half))).containsExactly(AT + "ats TOO_LONG");
    }

    private static String part(int type, String value) {
        return "{\"type\":" + type + ",\"value\":\"" + value + "\"}";
    }

    private static List<String> parts(String... parts) {
        return violations(textWithMembers(), "ats", raw("[" + String.join(",", parts) + "]"));
    }
}
