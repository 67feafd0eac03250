package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.Waits.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.RetryHistory;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.PauseSet;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Retry;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Circuit, token and pauses, as lanes meet them. */
class GatesTest {
    private static final Outcome DOWN = new Outcome.InDoubt("The platform did not answer");
    private static final Outcome UP = new Outcome.Accepted("sn", "", "");

    private final Waits waits = new Waits();

    @Test
    void aCircuitThatOpensHoldsItsAppAndNoOther() {
        fail(Waits.CIRCUIT_FAILURES);
        waits.add(message("m1", "r", "g1"), of("other", "m2", "g2"));

        assertThat(waits.startAll()).containsExactly("m2");
        assertThat(waits.lanes.reasonOf("m1", waits.now))
                .contains(new Waiting(WaitingReason.CIRCUIT_OPEN, waits.now.plus(Waits.CIRCUIT_DELAY)));
        assertThat(waits.lanes.nextAlarm()).contains(waits.now.plus(Waits.CIRCUIT_DELAY));
    }

    @Test
    void failuresThatDoNotFollowEachOtherOpenNothing() {
        fail(Waits.CIRCUIT_FAILURES - 1);
        end(UP);
        fail(Waits.CIRCUIT_FAILURES - 1);
        waits.add(message("m1", "r", "g1"));

        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void anOpenCircuitLetsOneProbePassAndItsOutcomeDecides() {
        fail(Waits.CIRCUIT_FAILURES);
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g2"), message("m3", "r", "g3"));
        assertThat(waits.startAll()).isEmpty();

        waits.pass(Waits.CIRCUIT_DELAY);
        assertThat(waits.startAll()).containsExactly("m1");
        waits.finish("m1");
        end(DOWN);
        assertThat(waits.startAll()).isEmpty();

        waits.pass(Waits.CIRCUIT_DELAY);
        assertThat(waits.startAll()).containsExactly("m2");
        waits.finish("m2");
        end(UP);
        assertThat(waits.startAll()).containsExactly("m3");
    }

    @Test
    void aProbeThatIsNotMadeIsMadeByTheNext() {
        fail(Waits.CIRCUIT_FAILURES);
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g2"));
        waits.startAll();
        waits.pass(Waits.CIRCUIT_DELAY);
        assertThat(waits.startAll()).containsExactly("m1");

        waits.lanes.giveUp("m1");
        assertThat(waits.gates.notMade("default", waits.now)).isTrue();
        waits.lanes.reopen("default", waits.now);

        assertThat(waits.startAll()).containsExactly("m2");
    }

    @Test
    void whatWasOnTheWireWhenTheCircuitOpenedDoesNotKeepItOpenLonger() {
        fail(Waits.CIRCUIT_FAILURES);
        waits.pass(Duration.ofSeconds(9));
        fail(10);
        waits.pass(Duration.ofSeconds(1));
        waits.add(message("m1", "r", "g1"));

        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void anAppWithoutATokenWaitsForOne() {
        waits.withoutToken.add("default");
        waits.add(message("m1", "r", "g1"));

        assertThat(waits.startAll()).isEmpty();
        assertThat(waits.lanes.reasonOf("m1", waits.now)).contains(new Waiting(WaitingReason.TOKEN, null));
        assertThat(waits.gates.gate("default").lacksToken()).isTrue();

        waits.withoutToken.clear();
        waits.lanes.reopen("default", waits.now);
        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void aPauseHoldsWhatItNamesUntilItIsLifted() {
        waits.add(message("m1", "r1", "g"), message("m2", "r2", "g"), of("other", "m3", "g3"));

        pause(new PauseSet(true, Set.of(), Set.of()));
        assertThat(waits.startAll()).isEmpty();
        assertThat(waits.lanes.reasonOf("m3", waits.now)).contains(new Waiting(WaitingReason.PAUSED, null));

        pause(new PauseSet(false, Set.of("other"), Set.of("r1")));
        assertThat(waits.startAll()).containsExactly("m2");

        pause(PauseSet.NONE);
        assertThat(waits.startAll()).containsExactlyInAnyOrder("m1", "m3");
    }

    @Test
    void nothingStartsAtOnceThatWouldHaveToWait() {
        pause(new PauseSet(false, Set.of(), Set.of("r1")));

        assertThat(waits.lanes.startAtOnce(message("m1", "r1", "g"), waits.now)).isFalse();
        assertThat(waits.lanes.startAtOnce(message("m2", "r2", "g"), waits.now)).isTrue();
    }

    /** The retry of a message that an outage, and nothing of its own, sent back. */
    private Retry heldBack(Duration pause) {
        return new Retry(waits.now.plus(pause), true, RetryHistory.NONE);
    }

    @Test
    void h4WhatAnOutageSentBackWaitsAtTheGateAndIsReleasedAsTheCircuitCloses() {
        QueuedMessage hit = message("m1", "r", "g1");
        waits.add(hit, message("m2", "r", "g2"));
        assertThat(waits.startAll()).containsExactly("m1", "m2");
        waits.answer("m1");
        fail(Waits.CIRCUIT_FAILURES);
        waits.lanes.rest(hit.retried(heldBack(Duration.ofHours(1))), waits.now);
        waits.lanes.end("m1", waits.now);
        assertThat(waits.lanes.reasonOf("m1", waits.now))
                .contains(new Waiting(WaitingReason.CIRCUIT_OPEN, waits.now.plus(Waits.CIRCUIT_DELAY)));

        end(UP);

        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void h4WhileTheCircuitIsClosedAnOutageHasABackOffThatEndsWithIt() {
        QueuedMessage hit = message("m1", "r", "g1");
        waits.add(hit);
        waits.startAll();
        waits.answer("m1");
        waits.lanes.rest(hit.retried(heldBack(Duration.ofSeconds(5))), waits.now);
        waits.lanes.end("m1", waits.now);
        assertThat(waits.startAll()).isEmpty();

        waits.pass(Duration.ofSeconds(5));

        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void h4ProbesRotate() {
        waits.add(message("m1", "r1", "g1"), message("m2", "r2", "g2"), message("m3", "r3", "g3"));
        fail(Waits.CIRCUIT_FAILURES);
        waits.startAll();
        List<String> probes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waits.pass(Waits.CIRCUIT_DELAY);
            String probe = waits.start().orElseThrow();
            assertThat(waits.startAll()).isEmpty();
            waits.answer(probe);
            end(DOWN);
            QueuedMessage again = message(probe, "r" + probe.charAt(1), "g" + probe.charAt(1));
            waits.lanes.rest(again.retried(heldBack(Duration.ofSeconds(1))), waits.now);
            waits.lanes.end(probe, waits.now);
            waits.startAll();
            probes.add(probe);
        }
        assertThat(probes).containsExactly("m1", "m2", "m3", "m1", "m2", "m3");
    }

    @Test
    void anOpenCircuitThatNobodyWaitsForClosesByItselfAndTheNextFailureOpensItAgain() {
        fail(Waits.CIRCUIT_FAILURES);
        waits.startAll();
        assertThat(waits.gates.openCircuits()).isEqualTo(1);

        waits.pass(Waits.CIRCUIT_DELAY);
        waits.startAll();
        assertThat(waits.gates.openCircuits()).isZero();

        fail(1);
        assertThat(waits.gates.openCircuits()).isEqualTo(1);
    }

    @Test
    void aRefusedTokenHoldsItsAppAndATryNowAndThenEndsIt() {
        waits.add(message("m1", "r1", "g1"), message("m2", "r2", "g2"));
        end(new Outcome.TokenRefused(null, null, null, "No"));
        assertThat(waits.startAll()).isEmpty();
        assertThat(waits.gates.refusedTokens()).isEqualTo(1);
        assertThat(waits.lanes.reasonOf("m1", waits.now).orElseThrow().reason()).isEqualTo(WaitingReason.TOKEN);

        waits.pass(Duration.ofSeconds(1));
        assertThat(waits.startAll()).containsExactly("m1");
        waits.finish("m1");
        end(UP);

        assertThat(waits.startAll()).containsExactly("m2");
        assertThat(waits.gates.refusedTokens()).isZero();
    }

    @Test
    void whatAnOpenCircuitHoldsForTooLongHasOneLastTry() {
        waits.add(message("m1", "r1", "g1"));
        fail(Waits.CIRCUIT_FAILURES);
        waits.startAll();
        for (int i = 0; i < 10; i++) {
            // Others are the probes.
            waits.pass(Waits.MAX_AGE.dividedBy(10));
            waits.gates.gate("default").begin();
            end(DOWN);
            if (i < 9) {
                assertThat(waits.startAll()).isEmpty();
            }
        }

        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void m10AClockThatIsSetBackMakesNothingWaitLonger() {
        waits.add(message("m1", "r1", "g1"), message("m2", "r2", "g2").retried(Waits.in(waits.now.plusSeconds(5))));
        fail(Waits.CIRCUIT_FAILURES);
        waits.startAll();

        waits.now = waits.now.minus(Duration.ofHours(1));
        waits.lanes.setBack(Duration.ofHours(1));
        waits.pass(Waits.CIRCUIT_DELAY);

        assertThat(waits.startAll()).containsExactly("m2");
        end(UP);
        assertThat(waits.startAll()).containsExactly("m1");
    }

    @Test
    void l2WhatBreaksOffGivesBackTheProbeTheLaneAndThePlace() {
        waits.add(message("m1", "r", "g"), message("m2", "r", "g"));
        fail(Waits.CIRCUIT_FAILURES);
        waits.startAll();
        waits.pass(Waits.CIRCUIT_DELAY);
        assertThat(waits.startAll()).containsExactly("m1");

        waits.lanes.brokeOff("m1", true, waits.now);
        waits.gates.notMade("default", waits.now);
        waits.lanes.reopen("default", waits.now);

        assertThat(waits.startAll()).containsExactly("m2");
        waits.lanes.brokeOff("unknown", true, waits.now);
    }

    private void pause(PauseSet pauses) {
        waits.gates.pauses(pauses);
        waits.lanes.reopenAll();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            end(DOWN);
        }
    }

    private void end(Outcome outcome) {
        if (waits.gates.ended("default", outcome, waits.now)) {
            waits.lanes.reopen("default", waits.now);
        }
    }

    private static QueuedMessage of(String app, String id, String group) {
        return message(id, new Target(app, "r", group), Waits.PARTITION, 0);
    }
}
