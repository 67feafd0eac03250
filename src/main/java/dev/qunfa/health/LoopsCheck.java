package dev.qunfa.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Alive means: every loop of the service still goes round. One that does not is never started again; only a restart helps. */
@Liveness
@ApplicationScoped
public class LoopsCheck implements HealthCheck {
    private final Heartbeats heartbeats;

    LoopsCheck(Heartbeats heartbeats) {
        this.heartbeats = heartbeats;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Loops");
        boolean alive = true;
        for (Heartbeat loop : heartbeats.all()) {
            alive &= !loop.isOverdue();
            response.withData(
                    loop.name(),
                    (loop.isOverdue() ? "has not gone round for " : "went round ")
                            + loop.age().toMillis() + " ms"
                            + (loop.isOverdue() ? "" : " ago"));
        }
        return response.status(alive).build();
    }
}
