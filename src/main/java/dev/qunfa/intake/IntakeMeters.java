package dev.qunfa.intake;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what becomes of records; thread-safe. */
@ApplicationScoped
class IntakeMeters {
    private static final String RECORDS = "qunfa.intake.records";

    private final MeterRegistry registry;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(Polls polls) {
        registry.gauge("qunfa.intake.bytes.in.hand", polls, Polls::bytesInHand);
    }

    void count(Batch batch) {
        add("stored", batch.stored());
        add("repeated", batch.repeated());
        add("rerouted", batch.reroutes().size());
        add("refused", batch.refused());
        add("too-old", batch.tooOld());
        batch.deadLetters().forEach(letter -> add(letter.reason().wireName(), 1));
    }

    /** Records that retention took before they were read. */
    void lost(int partition, long number) {
        registry.counter("qunfa.requests.lost", "partition", Integer.toString(partition))
                .increment(number);
    }

    private void add(String outcome, int number) {
        if (number > 0) {
            registry.counter(RECORDS, "outcome", outcome).increment(number);
        }
    }
}
