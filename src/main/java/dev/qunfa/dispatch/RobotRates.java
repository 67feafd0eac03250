package dev.qunfa.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which robot may send how often: one rate for all, and those of single robots. Immutable, for any thread.
 *
 * @param all of a robot that has no rate of its own; empty for no limit
 * @param own by {@code robot_id}
 */
public record RobotRates(Optional<Rate> all, Map<String, Rate> own) {
    static final RobotRates NONE = new RobotRates(Optional.empty(), Map.of());

    public RobotRates {
        own = Map.copyOf(own);
    }

    /**
     * Reads the rates of single robots: {@code robot_id=rate}, separated by commas. The last {@code =} divides, an id may hold
     * others. Configuration finds this method by its name.
     *
     * @throws IllegalArgumentException if it is not of this form
     */
    public static RobotRates parse(CharSequence text) {
        Map<String, Rate> own = new HashMap<>();
        for (String entry : text.toString().split(",")) {
            int divide = entry.lastIndexOf('=');
            if (divide < 1) {
                throw new IllegalArgumentException("a robot's rate is written robot_id=count/duration");
            }
            own.put(entry.substring(0, divide).strip(), Rate.parse(entry.substring(divide + 1)));
        }
        return new RobotRates(Optional.empty(), own);
    }

    RobotRates forAllOthers(Optional<Rate> rate) {
        return new RobotRates(rate, own);
    }

    /** The rate of the robot; empty if it has no limit. */
    Optional<Rate> of(String robotId) {
        return Optional.ofNullable(own.get(robotId)).or(() -> all);
    }
}
