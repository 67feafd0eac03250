package dev.qunfa.intake;

import static dev.qunfa.SendRequests.raw;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformBodyTest {

    @Test
    void only_the_platforms_own_fields_go_out_in_the_order_they_came() {
        assertThat(body("{\"app\":\"default\", \"dead_line\": \"1767225600\", \"metadata\":{\"a\":\"b\"},"
                        + "\"msg_list\":[ {\"msg_type\":1,\"msg_content\":\"hi\",\"msg_num\":1} ], \"not_before\":1,"
                        + "\"group_id\":\"g\",\"msg_id\":\"m\",\"robot_id\":\"r\"}"))
                .isEqualTo("{\"dead_line\":\"1767225600\",\"msg_list\":[{\"msg_type\":1,\"msg_content\":\"hi\","
                        + "\"msg_num\":1}],\"group_id\":\"g\",\"msg_id\":\"m\",\"robot_id\":\"r\"}");
    }

    @Test
    void null_fields_are_left_out_of_the_request_its_items_and_parts() {
        assertThat(body("{\"msg_id\":\"m\",\"robot_id\":\"r\",\"group_id\":\"g\",\"dead_line\":null,\"app\":null,"
                        + "\"msg_list\":[{\"msg_num\":1,\"msg_type\":17,\"title\":null,"
                        + "\"ats\":[{\"x\":null,\"type\":0,\"value\":\"v\"}],\"at\":null}],\"deadline\":null}"))
                .isEqualTo("{\"msg_id\":\"m\",\"robot_id\":\"r\",\"group_id\":\"g\","
                        + "\"msg_list\":[{\"msg_num\":1,\"msg_type\":17,\"ats\":[{\"type\":0,\"value\":\"v\"}]}]}");
    }

    @Test
    void items_stay_in_the_order_of_the_array() {
        assertThat(body("{\"msg_id\":\"m\",\"robot_id\":\"r\",\"group_id\":\"g\",\"msg_list\":["
                        + "{\"msg_num\":2,\"msg_type\":1,\"msg_content\":\"b\"},"
                        + "{\"msg_num\":1,\"msg_type\":1,\"msg_content\":\"a\"}]}"))
                .contains("\"msg_list\":[{\"msg_num\":2,", ",{\"msg_num\":1,");
    }

    @Test
    void text_goes_out_unescaped_but_for_what_json_demands() {
        assertThat(body(SendRequests.of("m", SendItems.text("x"))
                        .with(
                                "msg_list",
                                raw(
                                        "[{\"msg_num\":1,\"msg_type\":1,\"msg_content\":"
                                                + "\"\\u5f00团\\ud83d\\ude00😀\\/\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001F\\u007f\\u2028\"}]"))
                        .toJson()))
                .endsWith(":\"开团😀😀/\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028\"}]}");
    }

    @Test
    void a_text_of_20000_emoji_arrives_whole() {
        String text = "😀".repeat(20_000);

        assertThat(body(SendRequests.of("m", SendItems.text(text)).toJson())).contains("\"" + text + "\"");
    }

    @Test
    void every_type_arrives_field_by_field() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String request = SendRequests.ofEveryType("m")
                .deadLine(1767225600)
                .notBefore(1)
                .metadata(Map.of("a", "b"))
                .toJson();
        ObjectNode expected = (ObjectNode) json.readTree(request);
        expected.remove("not_before");
        expected.remove("metadata");

        assertThat(json.readTree(body(request))).isEqualTo(expected);
    }

    @Test
    void unknown_item_fields_are_forwarded_to_the_letter() {
        SendRequests request = SendRequests.text("m")
                .with(
                        "msg_list",
                        raw(
                                "[{\"msg_num\":1,\"msg_type\":1,\"msg_content\":\"x\",\"gone\":null,"
                                        + "\"ats\":[{\"newer\":1.0,\"gone\":null}],\"new\":{\"a\":[null,-0,1.50,1E+2,1e9999999999,true,{\"b\":null}]}}]"));

        Decoded decoded = Decoding.FORWARDING.decode(request.toBytes());

        assertThat(text(decoded))
                .endsWith("\"msg_content\":\"x\",\"ats\":[{\"newer\":1.0}],"
                        + "\"new\":{\"a\":[null,-0,1.50,1E+2,1e9999999999,true,{\"b\":null}]}}]}");
    }

    private static String body(String request) {
        return text(Decoding.decode(request));
    }

    private static String text(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Valid.class);
        return new String(((Decoded.Valid) decoded).request().payload().body(), StandardCharsets.UTF_8);
    }
}
