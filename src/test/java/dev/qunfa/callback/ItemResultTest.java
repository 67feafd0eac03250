package dev.qunfa.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qunfa.lifecycle.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemResultTest {
    private static final String EVENT =
            "{\"event_type\":40001,\"robot_id\":\"r-1\",\"group_id\":\"g-1\",\"msg_id\":\"m-1\",\"send_res\":false,"
                    + "\"err_msg\":\"no\",\"msg_num\":3}";

    @Test
    void a_complete_event_is_read() {
        assertThat(ItemResult.read("default", json(EVENT)))
                .contains(new ItemResult("m-1", new Target("default", "r-1", "g-1"), 3, false, "no"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "false, false",
        "'\"true\"', true",
        "'\"False\"', false",
        "1, true",
        "0, false",
        "'\"1\"', true",
        "'\"0\"', false"
    })
    void the_result_may_be_said_in_any_way(String written, boolean sent) {
        assertThat(ItemResult.read("default", json(EVENT.replace("\"send_res\":false", "\"send_res\":" + written))))
                .map(ItemResult::sent)
                .contains(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "2", "\"yes\"", "[]", "\"\""})
    void what_is_no_result_is_refused(String written) {
        assertThat(ItemResult.read("default", json(EVENT.replace("\"send_res\":false", "\"send_res\":" + written))))
                .isEmpty();
    }

    @Test
    void ids_may_be_numbers() {
        String event = EVENT.replace("\"r-1\"", "17")
                .replace("\"g-1\"", "12345678901234567890")
                .replace("\"m-1\"", "7");

        assertThat(ItemResult.read("default", json(event.replace("\"no\"", "5"))))
                .contains(new ItemResult("7", new Target("default", "17", "12345678901234567890"), 3, false, "5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "3.0", "3", "3e0", "\"003\""})
    void the_item_may_be_any_way_to_write_its_number(String number) {
        assertThat(ItemResult.read("default", json(EVENT.replace(":3}", ":" + number + "}"))))
                .map(ItemResult::msgNum)
                .contains(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"3 \"", "3.5", "null", "true", "[3]", "\"-1x\"", "99999999999"})
    void what_is_no_number_is_refused(String number) {
        assertThat(ItemResult.read("default", json(EVENT.replace(":3}", ":" + number + "}"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"40001, true", "'\"40001\"', true", "40002, false", "null, false", "40001.5, false", "'[40001]', false"
    })
    void only_event_40001_is_a_result(String type, boolean isResult) {
        assertThat(ItemResult.isIn(json("{\"event_type\":" + type + "}"))).isEqualTo(isResult);
        assertThat(ItemResult.isIn(json("{}"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "'a\\u0000', false",
        "'\\ud83c', false",
        "'\\n', false",
        "'订单 \\ud83c\\udf89', true",
        "' ', true"
    })
    void only_an_id_that_a_message_can_have_belongs_to_one(String msgId, boolean canBelong) {
        String event = EVENT.replace("\"m-1\"", "\"" + msgId + "\"");

        assertThat(ItemResult.read("default", json(event)))
                .map(ItemResult::canBelongToMessage)
                .contains(canBelong);
    }

    @Test
    void an_id_has_128_characters_at_most() {
        assertThat(ItemResult.read("default", json(EVENT.replace("r-1", "🎉".repeat(128)))))
                .map(ItemResult::canBelongToMessage)
                .contains(true);
        assertThat(ItemResult.read("default", json(EVENT.replace("r-1", "🎉".repeat(129)))))
                .map(ItemResult::canBelongToMessage)
                .contains(false);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
