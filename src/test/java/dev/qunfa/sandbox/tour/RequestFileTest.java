package dev.qunfa.sandbox.tour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFileTest {

    @Test
    void requests_one_after_the_other_or_in_arrays_go_out_as_they_stand_keyed_by_robot() {
        String first = "{ \"robot_id\" : \"r-1\", \"n\": 1.0 }";
        String second = "{\"robot_id\":\"机器人\",\"list\":[{\"x\":[1]}]}";

        assertThat(records(first + "\n" + second)).containsExactly("r-1=" + first, "机器人=" + second);
        assertThat(records(" [" + first + " , " + second + "]")).containsExactly("r-1=" + first, "机器人=" + second);
    }

    @Test
    void what_has_no_robot_goes_out_without_a_key() {
        assertThat(records("{\"msg_id\":\"m\"} \"text\"")).containsExactly("null={\"msg_id\":\"m\"}", "null=\"text\"");
    }

    @Test
    void what_is_not_json_goes_out_whole() {
        assertThat(records("{\"msg_id\": oops")).containsExactly("null={\"msg_id\": oops");
    }

    private static List<String> records(String file) {
        return RequestFile.records(file.getBytes(UTF_8)).stream()
                .map(each -> each.key() + "=" + new String(each.value(), UTF_8))
                .toList();
    }
}
