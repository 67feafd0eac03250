package dev.qunfa.intake;

import static dev.qunfa.SendItems.text;
import static dev.qunfa.SendItems.textWithMembers;
import static dev.qunfa.intake.Decoding.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendRequests;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownItemFieldsTest {

    @Test
    void unknown_item_fields_are_violations_with_a_suggestion() {
        Decoded.Invalid invalid = Decoding.invalid(SendRequests.of("m-1", text("hi"))
                .item(Map.of("msg_type", 1, "msg_content", "hi", "atLocation", 1))
                .item(Map.of("msg_type", 1, "content", "hi"))
                .toJson());

        assertThat(invalid.violations().stream().map(v -> v.pointer() + ": " + v.message()))
                .containsExactly(
                        "/msg_list/1/atLocation: atLocation is not a field of an item of msg_list; "
                                + "did you mean at_location?",
                        "/msg_list/2/msg_content: msg_content is required",
                        "/msg_list/2/content: content is not a field of an item of msg_list; "
                                + "did you mean msg_content?");
    }

    @Test
    void unknown_item_fields_may_be_forwarded_instead() {
        SendRequests request =
                SendRequests.of("m-1", text("hi")).item(textWithMembers()).item(Map.of("msg_type", 1, "new", 1));

        assertThat(violations(Decoding.FORWARDING.decode(request.toBytes())))
                .containsExactly("/msg_list/2/msg_content REQUIRED");
        assertThat(violations(Decoding.FORWARDING.decode(
                        SendRequests.text("m").with("new", 1).toBytes())))
                .containsExactly("/new UNKNOWN_FIELD");
    }
}
