package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Item;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Items;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Queued;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.MessageDetails;
import dev.qunfa.store.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageViewTest {
    private static final Instant NOT_BEFORE = Instant.ofEpochSecond(1_767_222_000);
    private static final String SHOWN =
            "{\"msg_id\":\"m-1\",\"status\":\"QUEUED\",\"final\":false,\"app\":\"default\",\"robot_id\":\"r-1\","
                    + "\"group_id\":\"g-1\",\"msg_sn\":null,\"dead_line\":1767225600,\"not_before\":1767222000,"
                    + "\"attempts\":0,\"items\":[{\"msg_num\":1,\"msg_type\":17,\"status\":\"PENDING\",\"err_msg\":null}],"
                    + "\"error\":null,\"metadata\":null,"
                    + "\"waiting_for\":{\"reason\":\"not_before\",\"until\":\"2025-12-31T23:00:00.000Z\"},"
                    + "\"seq\":0,\"created_at\":\"2025-12-31T22:00:00.123Z\",\"updated_at\":\"2025-12-31T22:00:01.000Z\"";

    @Test
    void a_message_is_shown_as_the_contract_has_it() {
        assertThat(shown(null)).isEqualTo(SHOWN + "}");
    }

    @Test
    void content_is_shown_only_where_it_is_exposed() {
        byte[] body = "{\"msg_list\":[{\"msg_content\":\"开团啦 🎉\"}]}".getBytes(StandardCharsets.UTF_8);

        assertThat(shown(new MessageView.Content(body)))
                .isEqualTo(SHOWN + ",\"content\":{\"msg_list\":[{\"msg_content\":\"开团啦 🎉\"}]}}");
        assertThat(shown(new MessageView.Content(null))).isEqualTo(SHOWN + ",\"content\":null}");
    }

    private static String shown(MessageView.Content content) {
        Message message = new Message(
                "m-1",
                new Target("default", "r-1", "g-1"),
                new Schedule(NOT_BEFORE, Instant.ofEpochSecond(1_767_225_600)),
                new Items(List.of(Item.pending(new ItemHead(1, 17)))),
                0,
                null,
                new Queued(NOT_BEFORE, null),
                0);
        MessageDetails details = new MessageDetails(
                1, message, null, Instant.parse("2025-12-31T22:00:00.123456Z"), Instant.parse("2025-12-31T22:00:01Z"));
        MessageView view = new MessageView(details, new Waiting(WaitingReason.NOT_BEFORE, NOT_BEFORE), content);
        return new String(JsonAnswer.bytes(view::write), StandardCharsets.UTF_8);
    }
}
