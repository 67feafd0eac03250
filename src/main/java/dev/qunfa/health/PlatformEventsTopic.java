package dev.qunfa.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The topic of the platform's other events, where they are published. */
@ApplicationScoped
class PlatformEventsTopic {
    private final boolean enabled;
    private final String name;

    PlatformEventsTopic(
            @ConfigProperty(name = "qunfa.platform-events.enabled", defaultValue = "false") boolean enabled,
            @ConfigProperty(name = "qunfa.platform-events.topic", defaultValue = "qunfa.platform-events") String name) {
        this.enabled = enabled;
        this.name = name;
    }

    Optional<String> name() {
        return enabled ? Optional.of(name) : Optional.empty();
    }
}
