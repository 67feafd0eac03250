package dev.qunfa.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** I11: every loop has a beat that is measured. */
class HeartbeatsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Heartbeats heartbeats = new Heartbeats(registry, nanos::get);
    private final LoopsCheck check = new LoopsCheck(heartbeats);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aLoopThatGoesRoundIsAlive() {
        Heartbeat relay = heartbeats.register("relay", Duration.ofSeconds(60));
        pass(Duration.ofSeconds(59));
        relay.beat();
        pass(Duration.ofSeconds(60));

        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(registry.get("qunfa.loop.age").tag("loop", "relay").gauge().value())
                .isEqualTo(60);
    }

    @Test
    void oneThatIsSilentForLongerThanItMayBeIsNotAndIsNamed() {
        heartbeats.register("relay", Duration.ofSeconds(60));
        heartbeats.register("timers", Duration.ofSeconds(90));
        pass(Duration.ofSeconds(61));

        HealthCheckResponse response = check.call();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.getData().orElseThrow())
                .containsEntry("relay", "has not gone round for 61000 ms")
                .containsEntry("timers", "went round 61000 ms ago");
    }

    @Test
    void oneThatHasEndedAsItShouldMayBeSilent() {
        heartbeats.register("migrations", Duration.ofSeconds(60)).stop();
        pass(Duration.ofDays(1));

        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }
}
