package dev.qunfa.sandbox.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One long scenario whose outcome is a handful of numbers: what the rounds are too short to measure. */
interface Drill {

    /** All there are, by the name that picks one. */
    Map<String, Drill> BY_NAME = new TreeMap<>(Map.of(
            "rate", new RateDrill(false),
            "rate-killed", new RateDrill(true),
            "hanging", new HangingDrill(),
            "outage", new OutageDrill(false),
            "failover", new FailoverDrill(),
            "quiet", new QuietDrill(),
            "silence", new SilenceDrill(),
            "starts", new StartsDrill(),
            "unreachable", new OutageDrill(true)));

    /** How many replicas of the service it needs. */
    default int replicas() {
        return 1;
    }

    /** Settings of the replicas, beyond what they need to run. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** Plays it; the replicas are ready. */
    List<Figure> play(DrillStage stage) throws InterruptedException;
}
