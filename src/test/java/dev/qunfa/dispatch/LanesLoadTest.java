package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.Waits.PARTITION;
import static dev.qunfa.dispatch.Waits.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Target;
import dev.qunfa.store.QueuedMessage;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the lanes say of how full they are. */
class LanesLoadTest {
    private final Waits waits = new Waits();

    @Test
    void aMessageOfEachLaneIsReadyIfItWaitsForNothingButAPlace() {
        waits.add(message("m1", "r1", "g"), message("m2", "r1", "g"), message("m3", "r2", "g"));
        assertThat(ready()).isEqualTo(2);

        assertThat(waits.start()).contains("m1");
        waits.add(message("m4", "r2", "g"), message("m5", "r2", "other"));
        assertThat(ready()).isEqualTo(2);

        waits.finish("m1");
        assertThat(ready()).isEqualTo(3);
        assertThat(waits.startAll()).containsExactly("m3", "m2", "m5");
        assertThat(ready()).isZero();
        assertThat(waits.lanes.load().waiting()).isEqualTo(1);
    }

    @Test
    void noMoreIsReadyThanItsRobotMayStart() {
        Waits few = new Waits(RobotRates.NONE, 2, 1_000_000);
        few.add(message("m1", "r", "g1"), message("m2", "r", "g2"), message("m3", "r", "g3"));
        assertThat(few.lanes.load().ready()).isEqualTo(2);

        assertThat(few.start()).contains("m1");
        assertThat(few.lanes.load().ready()).isEqualTo(1);
        assertThat(few.start()).contains("m2");
        assertThat(few.lanes.load().ready()).isZero();

        few.finish("m1");
        assertThat(few.lanes.load().ready()).isEqualTo(1);
    }

    @Test
    void whatItsRobotsRateHoldsBackIsNotReady() {
        Waits slow = Waits.at("1/1s");
        slow.add(message("m1", "r", "g1"), message("m2", "r", "g2"), message("m3", "r", "g3"));
        assertThat(slow.lanes.load().ready()).isEqualTo(1);

        assertThat(slow.startAll()).containsExactly("m1");
        assertThat(slow.lanes.load().ready()).isZero();
        assertThat(slow.lanes.load().waiting()).isEqualTo(2);
    }

    @Test
    void whatItsAppHoldsBackIsNotReadyUntilTheAppMaySend() {
        waits.withoutToken.add(Target.DEFAULT_APP);
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g2"));
        assertThat(waits.startAll()).isEmpty();
        assertThat(ready()).isZero();

        waits.withoutToken.clear();
        waits.lanes.reopen(Target.DEFAULT_APP, waits.now);
        assertThat(ready()).isEqualTo(2);
    }

    @Test
    void whatIsLetGoOfIsNotReady() {
        waits.add(message("m1", "r", "g", 7), message("m2", "r", "g", 8));
        waits.lanes.drop(Set.of(7), waits.now);

        assertThat(ready()).isEqualTo(1);
        assertThat(waits.startAll()).containsExactly("m2");
        assertThat(ready()).isZero();
    }

    @Test
    void i8BodiesBeyondTheBoundAreNotHeld() {
        Waits bounded = new Waits(RobotRates.NONE, 64, 150);
        bounded.add(sized("m1", "g1", 100), sized("m2", "g2", 60), sized("m3", "g3", 50));

        assertThat(bounded.lanes.load().waiting()).isEqualTo(3);
        assertThat(bounded.lanes.load().waitingBytes()).isEqualTo(150);
        assertThat(bounded.lanes.start(bounded.now).orElseThrow().body()).hasSize(100);
        assertThat(bounded.lanes.load().waitingBytes()).isEqualTo(50);
        assertThat(bounded.lanes.start(bounded.now).orElseThrow().body()).isNull();
    }

    private int ready() {
        return waits.lanes.load().ready();
    }

    private static QueuedMessage sized(String id, String group, int bytes) {
        return message(id, new Target(Target.DEFAULT_APP, "r", group), PARTITION, bytes);
    }
}
