package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.Item;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.ItemStatus;
import dev.qunfa.lifecycle.Items;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Violation;
import dev.qunfa.lifecycle.ViolationCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventBodyTest {
    private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

    @Test
    void an_item_that_was_sent_is_told_as_the_contract_shows_it() {
        Snapshot message = new Snapshot(
                "订单 \"7781\" 🎉",
                new Target("default", "r-1", "g-1"),
                Instant.ofEpochSecond(1_767_225_600),
                MessageStatus.SENT,
                new Items(List.of(new Item(new ItemHead(1, 17), ItemStatus.SENT, null, false))),
                1,
                "sn-1",
                "{\"order\":\"7781\"}");
        Emission what = new Emission(EventType.ITEM_SENT, 2, 1, null, true);

        String body = body(new StatusEvent(ID, what, message, Instant.parse("2026-01-01T00:00:00.123999Z")));

        assertThat(body)
                .isEqualTo("{\"event_id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"seq\":2,\"event\":\"item_sent\","
                        + "\"status\":\"SENT\",\"final\":true,\"became_final\":true,\"msg_id\":\"订单 \\\"7781\\\" 🎉\",\"app\":\"default\","
                        + "\"robot_id\":\"r-1\",\"group_id\":\"g-1\",\"msg_sn\":\"sn-1\","
                        + "\"item\":{\"msg_num\":1,\"status\":\"SENT\",\"err_msg\":null},"
                        + "\"items\":[{\"msg_num\":1,\"msg_type\":17,\"status\":\"SENT\",\"err_msg\":null}],"
                        + "\"error\":null,\"attempts\":1,\"dead_line\":1767225600,"
                        + "\"occurred_at\":\"2026-01-01T00:00:00.123Z\",\"metadata\":{\"order\":\"7781\"}}");
    }

    @Test
    void what_does_not_apply_is_null_and_an_error_always_has_its_six_fields() {
        Violation violation = new Violation("/group_id", ViolationCode.REQUIRED, "group_id is missing.");
        Snapshot message = new Snapshot(
                "m-1", new Target(null, null, null), null, MessageStatus.REJECTED, new Items(List.of()), 0, null, null);
        MessageError error = new MessageError(
                ErrorCode.INVALID_REQUEST, "The request breaks 1 rule.", null, null, null, List.of(violation));

        String body = body(new StatusEvent(
                ID, new Emission(EventType.REJECTED, 1, 0, error), message, Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(body)
                .isEqualTo("{\"event_id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"seq\":1,\"event\":\"rejected\","
                        + "\"status\":\"REJECTED\",\"final\":true,\"became_final\":false,\"msg_id\":\"m-1\",\"app\":null,"
                        + "\"robot_id\":null,\"group_id\":null,\"msg_sn\":null,\"item\":null,\"items\":[],"
                        + "\"error\":{\"code\":\"INVALID_REQUEST\",\"message\":\"The request breaks 1 rule.\","
                        + "\"errcode\":null,\"errmsg\":null,\"hint\":null,\"violations\":[{\"pointer\":\"/group_id\","
                        + "\"code\":\"REQUIRED\",\"message\":\"group_id is missing.\"}]},"
                        + "\"attempts\":0,\"dead_line\":null,\"occurred_at\":\"2026-01-01T00:00:00.000Z\","
                        + "\"metadata\":null}");
    }

    @Test
    void a_refusal_tells_what_the_platform_said() {
        Snapshot message = new Snapshot(
                "m-1",
                new Target("shop", "r-1", "g-1"),
                null,
                MessageStatus.FAILED,
                new Items(List.of(new Item(new ItemHead(1, 1), ItemStatus.FAILED, "敏感词", false))),
                3,
                null,
                null);
        MessageError error = new MessageError(ErrorCode.PLATFORM_REFUSED, "Refused.", -12L, "坏", "hint-1", List.of());

        String body = body(new StatusEvent(
                ID, new Emission(EventType.FAILED, 4, 0, error), message, Instant.parse("2026-01-01T00:00:00.1Z")));

        assertThat(body)
                .contains("\"error\":{\"code\":\"PLATFORM_REFUSED\",\"message\":\"Refused.\",\"errcode\":-12,"
                        + "\"errmsg\":\"坏\",\"hint\":\"hint-1\",\"violations\":[]}")
                .contains("\"item\":null,\"items\":[{\"msg_num\":1,\"msg_type\":1,\"status\":\"FAILED\","
                        + "\"err_msg\":\"敏感词\"}]")
                .contains("\"occurred_at\":\"2026-01-01T00:00:00.100Z\"");
    }

    private static String body(StatusEvent event) {
        return new String(EventBody.of(event), StandardCharsets.UTF_8);
    }
}
