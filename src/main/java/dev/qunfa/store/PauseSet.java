package dev.qunfa.store;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operator has stopped. Immutable, for any thread.
 *
 * @param everything whether nothing is sent at all
 * @param apps these apps send nothing
 * @param robots these robots send nothing
 */
public record PauseSet(boolean everything, Set<String> apps, Set<String> robots) {
    public static final PauseSet NONE = new PauseSet(false, Set.of(), Set.of());

    public PauseSet {
        apps = Set.copyOf(apps);
        robots = Set.copyOf(robots);
    }

    static PauseSet of(List<Pause> pauses) {
        return new PauseSet(
                pauses.stream().anyMatch(pause -> pause.app() == null && pause.robotId() == null),
                pauses.stream().map(Pause::app).filter(Objects::nonNull).collect(Collectors.toSet()),
                pauses.stream().map(Pause::robotId).filter(Objects::nonNull).collect(Collectors.toSet()));
    }

    public boolean stopsApp(String app) {
        return everything || apps.contains(app);
    }

    public boolean stopsRobot(String robotId) {
        return everything || robots.contains(robotId);
    }
}
