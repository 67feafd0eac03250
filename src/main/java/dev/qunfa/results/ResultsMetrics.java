package dev.qunfa.results;

import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Function;

/** What waits for the broker, and for how long, as gauges. */
@ApplicationScoped
class ResultsMetrics {
    private final Progress progress;
    private final MeterRegistry registry;

    ResultsMetrics(Progress progress, MeterRegistry registry) {
        this.progress = progress;
        this.registry = registry;
    }

    void start(@Observes @AtStep(StartStep.METRICS) Starting event) {
        registry.gauge("qunfa.outbox.rows", progress, now -> now.state().rows());
        registry.gauge("qunfa.outbox.held", progress, now -> now.state().held());
        seconds("qunfa.outbox.oldest.age", Progress::oldest);
        seconds("qunfa.results.last.acknowledged.age", Progress::sinceAcknowledged);
        registry.gauge("qunfa.results.underway", progress, Progress::underway);
        registry.gauge("qunfa.results.held.partitions", progress, now -> now.heldPartitions()
                .size());
    }

    private void seconds(String name, Function<Progress, Duration> age) {
        registry.gauge(name, progress, now -> age.apply(now).toMillis() / 1_000.0);
    }
}
