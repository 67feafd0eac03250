package dev.qunfa;

import dev.qunfa.startup.Startable;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Comparator;
import java.util.List;

/** Starts the service: every {@link Startable} in the order of its step, before the channels of Kafka are opened. */
@ApplicationScoped
class Startup {
    private final List<Startable> parts;

    Startup(@All List<Startable> parts) {
        this.parts =
                parts.stream().sorted(Comparator.comparing(Startable::step)).toList();
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Wiring.disableContextPropagation();
        StartDisorder.configured()
                .ifPresentOrElse(disorder -> disorder.start(parts), () -> parts.forEach(Startable::start));
    }
}
