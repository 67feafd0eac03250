package dev.qunfa.partition;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive means: no partition has been given to this replica for a minute without being served (I11). The time during which the
 * database is away, or the lanes are full, does not count: a restart would not help.
 */
@Liveness
@ApplicationScoped
public class PartitionsCheck implements HealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final OwnedPartitions partitions;

    PartitionsCheck(OwnedPartitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public HealthCheckResponse call() {
        List<PartitionStatus> statuses = partitions.statuses();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Partitions")
                .status(statuses.stream().noneMatch(each -> each.unserved().compareTo(LIMIT) > 0));
        byState(statuses).forEach(response::withData);
        return response.build();
    }

    /** The partitions of each state, separated by commas, with the time for which they have not been served. */
    static Map<String, String> byState(List<PartitionStatus> statuses) {
        return statuses.stream()
                .collect(Collectors.groupingBy(
                        each -> each.state().label(),
                        TreeMap::new,
                        Collectors.mapping(PartitionsCheck::shown, Collectors.joining(", "))));
    }

    private static String shown(PartitionStatus each) {
        return each.unserved().isZero()
                ? Integer.toString(each.partition())
                : each.partition() + " (not served for " + each.unserved().toSeconds() + " s)";
    }
}
