package dev.qunfa.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows whether the broker can be reached. It never makes the service unready: callbacks are taken without a broker, and whoever sends
 * them must find the service. What raises an alarm is {@link TopicsWatch}.
 */
@Readiness
@ApplicationScoped
public class BrokerEntry implements HealthCheck {
    private final Topics topics;

    BrokerEntry(Topics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Broker")
                .up()
                .withData("connection", describe(topics.all().values()))
                .build();
    }

    static String describe(Collection<Topics.Finding> findings) {
        if (findings.isEmpty()) {
            return "not tried yet";
        }
        return findings.stream().allMatch(Topics.Unknown.class::isInstance) ? "down" : "up";
    }
}
