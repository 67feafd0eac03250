package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackPlanTest {
    private static final PlatformApp APP = PlatformApp.sandbox("default", "http://localhost/");
    private static final JsonNode TWO_ITEMS = Json.treeOrNull(
            """
            {"msg_id": "m", "robot_id": "r", "group_id": "g", "msg_list": [{"msg_num": 1}, {"msg_num": 2}]}
            """
                    .getBytes(StandardCharsets.UTF_8));

    @Test
    void whatIsLostIsNotReordered() {
        assertThat(chains(new Effect.ReorderCallbacks(), new Effect.LoseCallbacks(List.of())))
                .isEmpty();
        assertThat(chains(new Effect.ReorderCallbacks(), new Effect.LoseCallbacks(List.of(1))))
                .singleElement()
                .satisfies(
                        chain -> assertThat(chain).extracting(Callback::msgNum).containsExactly(2));
    }

    @Test
    void reorderedCallbacksComeOneAfterTheOtherFromTheLastItemOn() {
        assertThat(chains(new Effect.ReorderCallbacks())).singleElement().satisfies(chain -> assertThat(chain)
                .extracting(Callback::msgNum)
                .containsExactly(2, 1));
    }

    private static List<List<Callback>> chains(Effect.OnCallbacks... effects) {
        return new CallbackPlan(List.of(effects)).chains(APP, TWO_ITEMS);
    }
}
