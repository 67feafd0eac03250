package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Loops;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.partition.PartitionState;
import dev.qunfa.partition.PartitionStatus;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.Migrations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sees to it that no partition stays in a state that is meant to pass without anybody hearing of it (I11): it is told in the log.
 * An assigned partition that nobody has begun to take over is taken over.
 */
@ApplicationScoped
class PartitionSupervisor {
    private static final Logger LOG = Logger.getLogger(PartitionSupervisor.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final OwnedPartitions owned;
    private final Recovery recovery;
    private final Dispatcher dispatcher;
    private final Migrations migrations;
    private final Loops loops;
    private final FailureLog failures = new FailureLog(LOG);

    PartitionSupervisor(
            OwnedPartitions owned, Recovery recovery, Dispatcher dispatcher, Migrations migrations, Loops loops) {
        this.owned = owned;
        this.recovery = recovery;
        this.dispatcher = dispatcher;
        this.migrations = migrations;
        this.loops = loops;
    }

    void start(@Observes @AtStep(StartStep.PARTITIONS) Starting event) {
        loops.repeat("partitions", INTERVAL, () -> {
            look();
            return Uni.createFrom().item(INTERVAL);
        });
    }

    /** Neither a database without a schema nor lanes that are full are the partitions' fault, and a restart would not help. */
    private void look() {
        if (!migrations.done() || dispatcher.room() == 0) {
            owned.excuseAll();
        }
        List<PartitionStatus> overdue =
                owned.statuses().stream().filter(PartitionStatus::isOverdue).toList();
        overdue.stream()
                .filter(each -> each.state() instanceof PartitionState.Assigned)
                .forEach(each -> recovery.takeOver(each.partition()));
        if (overdue.isEmpty()) {
            failures.succeeded("All partitions are where they should be again.");
        } else {
            failures.failed("Partitions are not served: " + shown(overdue) + ".");
        }
    }

    private static String shown(List<PartitionStatus> overdue) {
        return overdue.stream()
                .map(each -> each.partition() + " has been " + each.state().label() + " for "
                        + each.lasts().toSeconds() + " s")
                .collect(Collectors.joining(", "));
    }
}
