package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RecordOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes();

    @Test
    void i5MessagesOfOneGroupStartOneAfterTheOtherInTheOrderInWhichTheyCame() {
        QueuedMessage first = message("m1", "r", "g", 0);
        QueuedMessage second = message("m2", "r", "g", 0);
        lanes.add(first);
        lanes.add(second);

        assertThat(lanes.start()).contains(first);
        assertThat(lanes.start()).isEmpty();
        lanes.free(first);
        assertThat(lanes.start()).contains(second);
    }

    @Test
    void groupsDoNotWaitForEachOther() {
        lanes.add(message("m1", "r", "g1", 0));
        lanes.add(message("m2", "r", "g1", 0));
        lanes.add(message("m3", "r", "g2", 0));

        assertThat(startAll()).containsExactly("m1", "m3");
    }

    @Test
    void theSameGroupIdOfAnotherRobotIsAnotherLane() {
        lanes.add(message("m1", "r1", "g", 0));
        lanes.add(message("m2", "r2", "g", 0));

        assertThat(startAll()).containsExactly("m1", "m2");
    }

    @Test
    void aLongLaneTakesTurnsWithTheOthers() {
        for (int i = 1; i <= 3; i++) {
            lanes.add(message("long-" + i, "r", "long", 0));
        }
        lanes.add(message("short", "r", "short", 0));

        QueuedMessage head = lanes.start().orElseThrow();
        lanes.free(head);

        assertThat(lanes.start()).map(QueuedMessage::msgId).contains("short");
    }

    @Test
    void aMessageIsTakenInOnceWhileItWaitsAndWhileItIsOnTheWire() {
        QueuedMessage message = message("m1", "r", "g", 0);
        lanes.add(message);
        lanes.add(message);
        assertThat(lanes.waiting()).isEqualTo(1);

        lanes.start();
        lanes.add(message);
        assertThat(lanes.waiting()).isZero();

        lanes.free(message);
        lanes.forget(message);
        lanes.add(message);
        assertThat(lanes.start()).contains(message);
    }

    @Test
    void whatAnotherReplicaServesNowIsDroppedAndTheRestGoesOn() {
        QueuedMessage started = message("m1", "r", "g", 7);
        QueuedMessage dropped = message("m2", "r", "g", 7);
        QueuedMessage kept = message("m3", "r", "g", 8);
        lanes.add(started);
        lanes.add(dropped);
        lanes.add(kept);
        lanes.add(message("m4", "r", "other", 7));
        lanes.start();

        lanes.drop(Set.of(7));

        assertThat(lanes.waiting()).isEqualTo(1);
        assertThat(lanes.start()).as("the lane is still held").isEmpty();
        lanes.free(started);
        assertThat(lanes.start()).contains(kept);
        lanes.free(kept);
        assertThat(lanes.lanes()).isZero();
    }

    @Test
    void aDroppedMessageIsTakenInAgainWhenItsPartitionComesBack() {
        QueuedMessage message = message("m1", "r", "g", 7);
        lanes.add(message);
        lanes.drop(Set.of(7));

        lanes.add(message);

        assertThat(lanes.start()).contains(message);
    }

    @Test
    void aWaitingMessageKnowsWhatHoldsItBack() {
        QueuedMessage first = message("m1", "r", "g", 0);
        lanes.add(first);
        lanes.add(message("m2", "r", "g", 0));
        assertThat(lanes.reasonOf("m1")).contains(WaitingReason.IN_FLIGHT_LIMIT);
        assertThat(lanes.reasonOf("m2")).contains(WaitingReason.GROUP_ORDER);
        assertThat(lanes.reasonOf("m3")).isEmpty();

        lanes.start();
        assertThat(lanes.reasonOf("m1")).isEmpty();
        assertThat(lanes.reasonOf("m2")).contains(WaitingReason.GROUP_ORDER);

        lanes.free(first);
        assertThat(lanes.reasonOf("m2")).contains(WaitingReason.IN_FLIGHT_LIMIT);
    }

    @Test
    void i8TheBytesThatWaitAreKnown() {
        lanes.add(message("m1", "r", "g1", 0, 100));
        lanes.add(message("m2", "r", "g2", 0, 20));
        lanes.add(message("m3", "r", "g3", 7, 3));
        assertThat(lanes.bytes()).isEqualTo(123);

        lanes.start();
        assertThat(lanes.bytes()).isEqualTo(23);

        lanes.drop(Set.of(7));
        assertThat(lanes.bytes()).isEqualTo(20);
    }

    private List<String> startAll() {
        List<String> started = new ArrayList<>();
        Optional<QueuedMessage> next = lanes.start();
        while (next.isPresent()) {
            started.add(next.get().msgId());
            next = lanes.start();
        }
        return started;
    }

    private static QueuedMessage message(String id, String robot, String group, int partition) {
        return message(id, robot, group, partition, 0);
    }

    private static QueuedMessage message(String id, String robot, String group, int partition, int bytes) {
        Target target = new Target(Target.DEFAULT_APP, robot, group);
        return new QueuedMessage(id, target, new RecordOrigin(partition, 0), null, new byte[bytes]);
    }
}
