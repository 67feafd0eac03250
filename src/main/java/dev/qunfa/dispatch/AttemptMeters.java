package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts attempts by app and outcome, and how many of them lead to another. Thread-safe. */
@ApplicationScoped
class AttemptMeters {
    private record Key(String app, String outcome) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<String, Counter> retries = new ConcurrentHashMap<>();

    AttemptMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String app, Outcome outcome) {
        attempts.computeIfAbsent(
                        new Key(app, nameOf(outcome)),
                        key -> registry.counter("qunfa.attempts", "app", key.app(), "outcome", key.outcome()))
                .increment();
    }

    /** @param verdict what an attempt's outcome means for its message */
    void count(String app, Trigger verdict) {
        if (verdict instanceof Trigger.HeldBack
                || verdict instanceof Trigger.NotProcessed planned && planned.retryAt() != null) {
            retries.computeIfAbsent(app, name -> registry.counter("qunfa.retries", "app", name))
                    .increment();
        }
    }

    private static String nameOf(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return "accepted";
        }
        if (outcome instanceof Outcome.Refused) {
            return "refused";
        }
        if (outcome instanceof Outcome.InDoubt) {
            return "in_doubt";
        }
        if (outcome instanceof Outcome.TokenRefused) {
            return "token_refused";
        }
        if (outcome.saysNothing()) {
            return "not_made";
        }
        return outcome.saysPlatformIsDown() ? "unavailable" : "come_again";
    }
}
