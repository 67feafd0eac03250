package dev.qunfa;

import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;

/** Starts the service: every step in its order, before the channels of Kafka are opened. */
@ApplicationScoped
class Startup {
    private final Event<Starting> steps;

    Startup(Event<Starting> steps) {
        this.steps = steps;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Wiring.disableContextPropagation();
        List<StartStep> inOrder = List.of(StartStep.values());
        StartDisorder.configured()
                .ifPresentOrElse(disorder -> disorder.start(inOrder, this::take), () -> inOrder.forEach(this::take));
    }

    private void take(StartStep step) {
        steps.select(new AtStep.Literal(step)).fire(new Starting(step));
    }
}
