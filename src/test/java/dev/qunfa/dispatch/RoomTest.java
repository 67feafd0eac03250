package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Instant NOW = Waits.START;
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Room room = new Room(10, 4);
    private final CompletableFuture<Void> patient = room.await(NOW.plusSeconds(1));
    private final CompletableFuture<Void> impatient = room.await(NOW);

    private static Load load(int waiting, int ready) {
        return new Load(waiting, ready, 0, 0, 0);
    }

    @Test
    void everybodyIsLetInWhileLittleIsReady() {
        room.admit(load(9, 3), NOW);

        assertThat(patient).isCompleted();
        assertThat(impatient).isCompleted();
    }

    @Test
    void i8NobodyIsLetInBeyondTheCapacityHoweverLongItTakes() {
        room.admit(load(10, 0), NOW.plusSeconds(60));

        assertThat(patient).isNotDone();
        assertThat(impatient).isNotDone();
    }

    @Test
    void whoIsReadyToWaitDoesWhileEnoughIsReady() {
        room.admit(load(4, 4), NOW);

        assertThat(patient).isNotDone();
        assertThat(impatient).isCompleted();
    }

    @Test
    void whatIsHeldBackByOthersIsNoReasonToWait() {
        room.admit(load(9, 0), NOW);

        assertThat(patient).isCompleted();
    }

    @Test
    void patienceEnds() {
        room.admit(load(4, 4), NOW);
        assertThat(room.nextAlarm(NOW)).contains(NOW.plusSeconds(1));

        room.admit(load(4, 4), NOW.plusSeconds(1).minus(MOMENT));
        assertThat(patient).isNotDone();

        room.admit(load(4, 4), NOW.plusSeconds(1));
        assertThat(patient).isCompleted();
        assertThat(room.nextAlarm(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void beyondTheCapacityTheEndOfSomebodysPatienceIsNoAlarm() {
        room.admit(load(10, 10), NOW.plusSeconds(1));

        assertThat(room.nextAlarm(NOW.plusSeconds(1))).isEmpty();
    }
}
