package dev.qunfa.callback;

import dev.qunfa.lifecycle.IgnoredReason;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Counts what becomes of callbacks; thread-safe. */
@ApplicationScoped
class CallbackMeters {
    private final MeterRegistry registry;

    CallbackMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(IgnoredReason reason) {
        count(reason.name().toLowerCase(Locale.ROOT));
    }

    void count(String outcome) {
        registry.counter("qunfa.callbacks", "outcome", outcome).increment();
    }
}
