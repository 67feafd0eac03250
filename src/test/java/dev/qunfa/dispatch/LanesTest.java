package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.Waits.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Waits waits = new Waits();

    @Test
    void i5MessagesOfOneGroupStartOneAfterTheOtherInTheOrderInWhichTheyCame() {
        waits.add(message("m1", "r", "g"), message("m2", "r", "g"));

        assertThat(waits.startAll()).containsExactly("m1");
        waits.finish("m1");
        assertThat(waits.startAll()).containsExactly("m2");
    }

    @Test
    void groupsDoNotWaitForEachOther() {
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g1"), message("m3", "r", "g2"));

        assertThat(waits.startAll()).containsExactly("m1", "m3");
    }

    @Test
    void theSameGroupIdOfAnotherRobotIsAnotherLane() {
        waits.add(message("m1", "r1", "g"), message("m2", "r2", "g"));

        assertThat(waits.startAll()).containsExactly("m1", "m2");
    }

    @Test
    void theGroupsOfARobotTakeTurns() {
        waits.add(message("long-1", "r", "long"), message("long-2", "r", "long"), message("short", "r", "short"));

        assertThat(waits.start()).contains("long-1");
        waits.finish("long-1");

        assertThat(waits.start()).contains("short");
    }

    @Test
    void robotsTakeTurnsHoweverManyGroupsOneHas() {
        waits.add(message("m1", "r1", "g1"), message("m2", "r1", "g2"), message("m3", "r1", "g3"));
        waits.add(message("other", "r2", "g"));

        assertThat(waits.startAll()).containsExactly("m1", "other", "m2", "m3");
    }

    @Test
    void aMessageIsTakenInOnceWhileItWaits() {
        QueuedMessage message = message("m1", "r", "g");
        waits.add(message, message);

        assertThat(waits.lanes.load().waiting()).isEqualTo(1);
    }

    /** Its attempt was taken for lost, and somebody decided to send it again, before the attempt's own outcome was stored. */
    @Test
    void i1AMessageThatComesInWhileItIsOnTheWireIsTakenInWhenThatHasEnded() {
        QueuedMessage message = message("m1", "r", "g");
        waits.add(message);
        waits.start();
        waits.add(message);
        assertThat(waits.lanes.load().waiting()).isZero();
        assertThat(waits.start()).isEmpty();

        waits.finish("m1");

        assertThat(waits.start()).contains("m1");
        waits.finish("m1");
        assertThat(waits.start()).isEmpty();
    }

    @Test
    void aMessageThatComesInWhileItIsOnTheWireAndRestsAfterwardsWaitsOnce() {
        QueuedMessage message = message("m1", "r", "g");
        waits.add(message);
        waits.start();
        waits.add(message);

        waits.lanes.postAt("m1", waits.now);
        waits.lanes.rest(message.retried(Waits.in(waits.now.plus(PAUSE))), waits.now);
        waits.lanes.end("m1", waits.now);

        assertThat(waits.lanes.load().waiting()).isEqualTo(1);
    }

    @Test
    void aRobotMayHaveOnlySoManyAttemptsOnTheWire() {
        Waits bounded = new Waits(RobotRates.NONE, 2, 1_000);
        bounded.add(message("m1", "r", "g1"), message("m2", "r", "g2"), message("m3", "r", "g3"));
        bounded.add(message("other", "r2", "g"));

        assertThat(bounded.startAll()).containsExactly("m1", "other", "m2");
        assertThat(bounded.lanes.reasonOf("m3", bounded.now))
                .contains(new Waiting(WaitingReason.IN_FLIGHT_LIMIT, null));
        bounded.finish("m1");
        assertThat(bounded.startAll()).containsExactly("m3");
    }

    @Test
    void anAnsweredPostGivesItsRobotsPlaceBackOnceAndBeforeItsOutcomeIsStored() {
        Waits bounded = new Waits(RobotRates.NONE, 1, 1_000);
        bounded.add(message("m1", "r", "g1"), message("m2", "r", "g2"), message("m3", "r", "g3"));
        assertThat(bounded.startAll()).containsExactly("m1");

        bounded.answer("m1");
        assertThat(bounded.startAll()).containsExactly("m2");

        bounded.store("m1");
        assertThat(bounded.startAll()).isEmpty();
    }

    @Test
    void i5ARetryHoldsItsOwnLaneOnly() {
        QueuedMessage first = message("m1", "r", "g");
        waits.add(first, message("m2", "r", "g"), message("other", "r", "g2"));
        assertThat(waits.startAll()).containsExactly("m1", "other");

        waits.lanes.postAt("m1", waits.now);
        waits.lanes.rest(first.retried(Waits.in(waits.now.plus(PAUSE))), waits.now);
        waits.lanes.end("m1", waits.now);

        assertThat(waits.startAll()).isEmpty();
        assertThat(waits.lanes.nextAlarm()).contains(waits.now.plus(PAUSE));
        assertThat(waits.lanes.reasonOf("m1", waits.now))
                .contains(new Waiting(WaitingReason.RETRY_BACKOFF, waits.now.plus(PAUSE)));
        waits.pass(PAUSE);
        assertThat(waits.startAll()).containsExactly("m1");
        waits.finish("m1");
        assertThat(waits.startAll()).containsExactly("m2");
    }

    @Test
    void i5ARetryThatIsTakenOverKeepsItsPlace() {
        waits.add(message("m1", "r", "g").retried(Waits.in(waits.now.plus(PAUSE))), message("m2", "r", "g"));

        assertThat(waits.startAll()).isEmpty();
        waits.pass(PAUSE);
        assertThat(waits.startAll()).containsExactly("m1");
    }

    /** A conflicting request has the id of a message that wakes up while nobody knows yet that there is a conflict. */
    @Test
    void i1AMessageThatWakesWhileAnotherRequestHasItsIdIsTakenInAfterwards() {
        assertThat(waits.lanes.startAtOnce(message("m1", "r", "elsewhere"), waits.now))
                .isTrue();
        waits.add(message("m1", "r", "g"));
        assertThat(waits.startAll()).isEmpty();

        waits.lanes.giveUp("m1");
        waits.lanes.free("m1", waits.now);
        waits.lanes.end("m1", waits.now);

        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void aNewMessageStartsAtOnceIfNothingIsBeforeIt() {
        assertThat(waits.lanes.startAtOnce(message("m1", "r", "g"), waits.now)).isTrue();
        assertThat(waits.lanes.startAtOnce(message("m2", "r", "g"), waits.now)).isFalse();
        assertThat(waits.lanes.startAtOnce(message("m1", "r", "g"), waits.now)).isFalse();

        waits.add(message("m2", "r", "g"));
        assertThat(waits.startAll()).isEmpty();
        waits.finish("m1");
        assertThat(waits.lanes.startAtOnce(message("m3", "r", "g"), waits.now)).isFalse();
        assertThat(waits.startAll()).containsExactly("m2");
    }

    @Test
    void nothingStartsAtOnceOfAPartitionThatIsNotServed() {
        assertThat(waits.lanes.startAtOnce(message("m1", "r", "g", 7), waits.now))
                .isFalse();
    }

    @Test
    void whatAnotherReplicaServesNowIsDroppedAndTheRestGoesOn() {
        waits.servedSince.put(7, waits.now);
        waits.add(message("m1", "r", "g", 7), message("m2", "r", "g", 7), message("m3", "r", "g"));
        waits.add(message("m4", "r", "other", 7));
        waits.start();

        waits.lanes.drop(Set.of(7), waits.now);

        assertThat(waits.lanes.load().waiting()).isEqualTo(1);
        assertThat(waits.startAll()).as("the lane is still held").isEmpty();
        waits.finish("m1");
        assertThat(waits.startAll()).containsExactly("m3");
        waits.finish("m3");
        assertThat(waits.startAll()).isEmpty();
    }

    @Test
    void aRestingMessageIsDroppedWithItsPartition() {
        waits.add(message("m1", "r", "g", 7).retried(Waits.in(waits.now.plus(PAUSE))), message("m2", "r", "g"));

        waits.lanes.drop(Set.of(7), waits.now);

        assertThat(waits.startAll()).containsExactly("m2");
        waits.pass(PAUSE);
        assertThat(waits.startAll()).isEmpty();
    }

    @Test
    void aDroppedMessageIsTakenInAgainWhenItsPartitionComesBack() {
        QueuedMessage message = message("m1", "r", "g", 7);
        waits.add(message);
        waits.lanes.drop(Set.of(7), waits.now);

        waits.add(message);

        assertThat(waits.start()).contains("m1");
    }

    @Test
    void aWaitingMessageKnowsWhatHoldsItBack() {
        waits.add(message("m1", "r", "g"), message("m2", "r", "g"));
        assertThat(reason("m1")).contains(WaitingReason.IN_FLIGHT_LIMIT);
        assertThat(reason("m2")).contains(WaitingReason.GROUP_ORDER);
        assertThat(reason("m3")).isEmpty();

        waits.start();
        assertThat(reason("m1")).isEmpty();
        assertThat(reason("m2")).contains(WaitingReason.GROUP_ORDER);

        waits.finish("m1");
        assertThat(reason("m2")).contains(WaitingReason.IN_FLIGHT_LIMIT);
    }

    private Optional<WaitingReason> reason(String msgId) {
        return waits.lanes.reasonOf(msgId, waits.now).map(Waiting::reason);
    }
}
