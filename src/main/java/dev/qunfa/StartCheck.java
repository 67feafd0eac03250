package dev.qunfa;

import dev.qunfa.platform.AppsReader;
import dev.qunfa.platform.MisconfiguredApps;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Looks at the configuration before anything starts, so that what is missing or malformed is one sentence and not the
 * stack trace of whatever part stumbles over it first.
 */
final class StartCheck {
    private StartCheck() {}

    /** The first thing that is wrong, in one sentence that names the variable; empty if the service can start. */
    static Optional<String> firstProblem(Config config) {
        return Settings.ALL.stream()
                .flatMap(setting -> setting.problem(config).stream())
                .findFirst()
                .or(() -> problemOfTopics(config))
                .or(() -> problemOfApps(config));
    }

    /** Two topics in one would feed the service with what it says itself. */
    private static Optional<String> problemOfTopics(Config config) {
        Map<String, Setting> byName = new HashMap<>();
        for (Settings.Topic topic : Settings.TOPICS) {
            Setting setting = topic.setting();
            Setting other = byName.put(setting.value(config).orElse(topic.byDefault()), setting);
            if (other != null) {
                return Optional.of(setting.variable() + " is malformed: it must differ from " + other.variable() + ".");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problemOfApps(Config config) {
        try {
            new AppsReader(config).read();
            return Optional.empty();
        } catch (MisconfiguredApps e) {
            return Optional.of(e.getMessage());
        }
    }
}
