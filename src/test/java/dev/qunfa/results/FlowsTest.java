package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlowsTest {
    private static final int MOST = 10;

    private final AtomicLong now = new AtomicLong(1_000);
    private final Flows flows = new Flows(MOST, now::get);

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
        flows.beginRound(flows.number());
    }

    private void send(int partition, int events) {
        for (int i = 0; i < events; i++) {
            flows.sent(partition, 100);
        }
    }

    @Test
    void i12APartitionThatAnswersNothingStopsTakingTheRoomOfTheOthers() {
        flows.beginRound(4);
        send(0, 5);
        send(1, 5);
        assertThat(flows.room(0)).isZero();

        after(Duration.ofSeconds(6));
        flows.answered(1, 100, true);

        flows.beginRound(4);
        assertThat(flows.stalled()).containsExactly(0);
        assertThat(flows.open()).containsExactly(1, 2, 3);
        assertThat(flows.room(0)).isEqualTo(MOST - 4);
    }

    @Test
    void anAnswerShowsThatAPartitionFlows() {
        flows.beginRound(2);
        send(0, 2);
        after(Duration.ofSeconds(6));
        assertThat(flows.isStalled(0)).isTrue();

        flows.answered(0, 100, true);

        flows.beginRound(2);
        assertThat(flows.isStalled(0)).isFalse();
        assertThat(flows.someFlow()).isTrue();
    }

    @Test
    void i8OnePartitionCannotTakeAllTheRoom() {
        flows.beginRound(2);
        send(0, MOST / 2);

        assertThat(flows.isFull(0)).isTrue();
        assertThat(flows.isFull(1)).isFalse();
    }

    @Test
    void theOnlyPartitionMay() {
        flows.beginRound(1);
        send(0, MOST - 1);

        assertThat(flows.isFull(0)).isFalse();
        assertThat(flows.room(0)).isOne();
    }

    @Test
    void i8WhatIsUnderWayIsBoundedInBytes() {
        flows.beginRound(20);
        for (int partition = 0; partition < 9; partition++) {
            flows.sent(partition, 1024 * 1024);
        }

        assertThat(flows.isFull(0)).isTrue();
        assertThat(flows.room(0)).isZero();
    }

    @Test
    void whereNoPartitionFlowsThereIsNoRoom() {
        flows.beginRound(2);
        send(0, 1);
        send(1, 1);

        after(Duration.ofSeconds(6));

        assertThat(flows.room(0)).isZero();
    }

    @Test
    void i11SilenceIsTheTimeWithoutAnAcknowledgementWhileSomethingIsUnderWay() {
        flows.beginRound(2);
        after(Duration.ofSeconds(70));
        assertThat(flows.silence()).isZero();

        send(0, 1);
        after(Duration.ofSeconds(61));
        assertThat(flows.silence()).isEqualTo(Duration.ofSeconds(61));

        send(1, 1);
        after(Duration.ofSeconds(1));
        assertThat(flows.silence()).isEqualTo(Duration.ofSeconds(1));
        flows.answered(1, 100, true);
        after(Duration.ofSeconds(2));
        assertThat(flows.silence()).isEqualTo(Duration.ofSeconds(2));
    }
}
