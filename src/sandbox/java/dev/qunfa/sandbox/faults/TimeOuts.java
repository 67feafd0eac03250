package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Limits;
import java.util.Map;

/** The time-outs that the replicas of a run are configured to. */
public enum TimeOuts {
    /** Everything comes to its end soon, so that many rounds fit into an hour. */
    SHORT(
            1_000,
            2_000,
            120,
            Map.of(
                    "QUNFA_PLATFORM_TIMEOUT", "1s",
                    "QUNFA_DISPATCH_ATTEMPT_GRACE", "2s",
                    "QUNFA_RETRY_INITIAL_BACKOFF", "200ms",
                    "QUNFA_RETRY_MAX_BACKOFF", "1s",
                    "QUNFA_CIRCUIT_DELAY", "1s")),
    /** As users have them who set nothing: an attempt may outlast what short ones never do, such as a hand-over. */
    DEFAULT(10_000, 20_000, 300, Map.of());

    private static final int RATE_COUNT = 10;
    private static final int RATE_MILLIS = 1_000;

    private final long attemptMillis;
    private final long graceMillis;
    private final long settleSeconds;
    private final Map<String, String> settings;

    TimeOuts(long attemptMillis, long graceMillis, long settleSeconds, Map<String, String> settings) {
        this.attemptMillis = attemptMillis;
        this.graceMillis = graceMillis;
        this.settleSeconds = settleSeconds;
        this.settings = settings;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** Longest time of one POST. */
    long attemptMillis() {
        return attemptMillis;
    }

    /** How long a round may take until all is quiet. */
    long settleSeconds() {
        return settleSeconds;
    }

    static String robotRate() {
        return RATE_COUNT + "/" + RATE_MILLIS / 1_000 + "s";
    }

    /** @param resends whether the policy for doubtful attempts is to send again */
    Limits limits(boolean resends) {
        return new Limits(attemptMillis, graceMillis, RATE_COUNT, RATE_MILLIS, resends);
    }
}
