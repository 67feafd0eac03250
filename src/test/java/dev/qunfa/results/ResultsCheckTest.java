package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ResultsCheckTest {
    private final AtomicLong now = new AtomicLong();
    private final Progress progress = new Progress(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), now::get);

    private Status status(boolean isReachable) {
        return new ResultsCheck(progress, () -> isReachable).call().getStatus();
    }

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void i11NotReadyWhenEventsWaitAndTheBrokerTakesNoneForAMinute() {
        progress.round(true, 1, Set.of());
        after(59);
        progress.round(true, 1, Set.of());
        assertThat(status(true)).isEqualTo(Status.UP);

        after(1);
        assertThat(status(true)).isEqualTo(Status.DOWN);
    }

    @Test
    void aBrokerThatIsAwayDoesNotTakeTheCallbackEndpointAway() {
        progress.round(true, 1, Set.of());
        after(600);

        assertThat(status(false)).isEqualTo(Status.UP);
    }

    @Test
    void readyAsLongAsSomethingIsTaken() {
        progress.round(true, 1, Set.of());
        after(50);
        progress.acknowledged(now.get());
        after(50);

        assertThat(status(true)).isEqualTo(Status.UP);
    }

    @Test
    void whatIsIdleForHoursIsReadyAndHasAMinuteThen() {
        progress.acknowledged(now.get());
        progress.round(false, 0, Set.of());
        after(7_200);
        progress.round(true, 1, Set.of(3));
        after(30);

        assertThat(status(true)).isEqualTo(Status.UP);
        after(30);
        assertThat(status(true)).isEqualTo(Status.DOWN);
    }
}
