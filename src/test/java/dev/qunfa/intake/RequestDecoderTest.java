package dev.qunfa.intake;

import static dev.qunfa.SendRequests.raw;
import static dev.qunfa.intake.Decoding.decode;
import static dev.qunfa.intake.Decoding.invalid;
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
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    void what_comes_after_the_hundredth_violation_is_not_looked_at() {
        String wrong = "[" + "1,".repeat(100) + "1]";
        String json = SendRequests.of(
                        "m-1",
                        Map.of(
                                "msg_type",
                                17,
                                "at_contact_id_list",
                                raw(wrong),
                                "ats",
                                raw("[1]"),
                                "msg_content",
                                "hi"))
                .item(Map.of("msg_type", 1, "at", 2, "at_contact_id_list", raw("[1]")))
                .toJson();

        assertThat(invalid(json).violations())
                .hasSize(100)
                .allMatch(violation -> violation.pointer().startsWith("/msg_list/0/at_contact_id_list/"));
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
        assertThat(invalid(SendRequests.of("m-1", Collections.nCopies(20, SendItems.text("")))
                                .toJson())
                        .readable()
                        .items())
                .hasSize(20);
        assertThat(invalid(SendRequests.of("m-1", Collections.nCopies(21, SendItems.text("hi")))
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
}
