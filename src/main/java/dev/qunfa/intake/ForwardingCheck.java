package dev.qunfa.intake;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Well means that dead letters and records for another partition are published; others than these wait for neither. */
@Wellness
@ApplicationScoped
public class ForwardingCheck implements HealthCheck {
    private final Forwarder forwarder;

    ForwardingCheck(Forwarder forwarder) {
        this.forwarder = forwarder;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Forwarding");
        boolean well = true;
        for (var route : forwarder.routes().entrySet()) {
            long seconds = route.getValue().failsFor().toSeconds();
            well &= !route.getValue().isClosed();
            response.withData(
                    route.getKey().wireName(),
                    route.getValue().isClosed() ? "waits in the database, fails for " + seconds + " s" : "published");
        }
        return response.status(well).build();
    }
}
