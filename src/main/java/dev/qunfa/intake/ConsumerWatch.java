package dev.qunfa.intake;

import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jboss.logging.Logger;

/**
 * Shows that the consumer of the requests topic goes on polling, whether the broker answers or not: one that has stopped is never
 * started again. And ends the process when another one has taken its name in the consumer group: two would go on taking partitions
 * from each other.
 */
@ApplicationScoped
class ConsumerWatch {
    static final int FENCED_EXIT_CODE = 3;

    private static final Logger LOG = Logger.getLogger(ConsumerWatch.class);
    private static final long INTERVAL_MS = 1_000;
    private static final double LONG_AGO_SECONDS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Offsets offsets;
    private final Heartbeats heartbeats;
    private final IntakeConfig config;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    /** Kept, because the log's manager holds it weakly. */
    private final java.util.logging.Logger connector =
            java.util.logging.Logger.getLogger("io.smallrye.reactive.messaging.kafka");

    private final Handler fence = new Fence();
    private volatile Heartbeat heartbeat;

    ConsumerWatch(@Identifier(Offsets.STRATEGY) Offsets offsets, Heartbeats heartbeats, IntakeConfig config) {
        this.offsets = offsets;
        this.heartbeats = heartbeats;
        this.config = config;
    }

    void start(@Observes @AtStep(StartStep.PARTITIONS) Starting event, Vertx vertx) {
        heartbeat = heartbeats.register("requests-consumer", LIMIT);
        offsets.onFenced(this::end);
        connector.addHandler(fence);
        vertx.setPeriodic(INTERVAL_MS, timer -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        heartbeat.stop();
        connector.removeHandler(fence);
    }

    /** The connector tries a poll that failed again, for ever, and tells nobody but its log why it failed. */
    private final class Fence extends Handler {
        @Override
        public void publish(LogRecord told) {
            if (told.getThrown() instanceof FencedInstanceIdException) {
                end();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** No question is asked while the one before waits for the consumer's thread. */
    private void look() {
        if (asking.compareAndSet(false, true)) {
            offsets.onPollingThread(this::beatIfItPolls)
                    .onTermination()
                    .invoke(() -> asking.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("The consumer cannot be asked. %s", failure.getMessage()));
        }
    }

    private void beatIfItPolls(Consumer<?, ?> consumer) {
        offsets.lookForFence(consumer);
        if (secondsSincePoll(consumer.metrics()) < LONG_AGO_SECONDS) {
            heartbeat.beat();
        }
    }

    /** As the client measures it; for ever if it has none, or has never polled. */
    static double secondsSincePoll(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-poll-seconds-ago"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(value -> (Double) value)
                .filter(seconds -> seconds >= 0)
                .findFirst()
                .orElse(Double.MAX_VALUE);
    }

    private void end() {
        if (ending.compareAndSet(false, true)) {
            LOG.fatalf(
                    "Another process has joined the consumer group as QUNFA_REQUESTS_INSTANCE_ID=%s; this one ends. Give each replica a"
                            + " name of its own.",
                    config.instanceId().orElse(""));
            Quarkus.asyncExit(FENCED_EXIT_CODE);
        }
    }
}
