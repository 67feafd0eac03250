package dev.qunfa.results;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: what is published is taken. Not ready only if events wait, the broker is there, and it has taken none for a minute. A
 * broker that is away does not count: callbacks are welcome all the same, and their events wait in the outbox.
 */
@Readiness
@ApplicationScoped
public class ResultsCheck implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Progress progress;
    private final BrokerProbe broker;

    ResultsCheck(Progress progress, BrokerProbe broker) {
        this.progress = progress;
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        Duration silence = progress.silence();
        boolean isStuck = silence.compareTo(PATIENCE) >= 0 && broker.isReachable();
        var response = HealthCheckResponse.named("Results")
                .withData("waiting", progress.waiting())
                .withData("oldest_seconds", progress.oldest().toSeconds())
                .withData("held_partitions", progress.heldPartitions().size());
        if (isStuck) {
            response.withData(
                    "reason", "events wait, and the broker has taken none of them for " + silence.toSeconds() + " s");
        }
        return response.status(!isStuck).build();
    }
}
