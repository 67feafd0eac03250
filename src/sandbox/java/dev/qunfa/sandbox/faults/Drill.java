package dev.qunfa.sandbox.faults;

import java.util.List;
import java.util.Map;

/** One long scenario whose outcome is a handful of numbers: what the rounds are too short to measure. */
interface Drill {

    /** All there are, by the name that picks one. */
    Map<String, Drill> BY_NAME =
            Map.of("rate", new RateDrill(), "hanging", new HangingDrill(), "outage", new OutageDrill());

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
