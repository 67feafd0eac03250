package dev.qunfa;

import dev.qunfa.intake.RequestDecoder;
import dev.qunfa.intake.UnknownItemFields;
import dev.qunfa.platform.Apps;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Beans that belong to no feature alone, or that one feature makes of another. */
final class Wiring {
    private Wiring() {}

    /** The one clock (I9). It ticks in microseconds, the database's resolution, so that instants survive a round trip. */
    @Produces
    @Singleton
    static Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    /**
     * Nothing here hangs on a thread's context, and what a session or a request hangs on is the Vert.x context; carrying the
     * former along costs two captures a step.
     */
    static void disableContextPropagation() {
        Infrastructure.clearInterceptors();
    }

    /** A request may name the apps that the platform package knows. */
    @Produces
    @Singleton
    static RequestDecoder requestDecoder(
            Apps apps,
            @ConfigProperty(name = "qunfa.validation.unknown-item-fields", defaultValue = "reject")
                    UnknownItemFields unknownItemFields) {
        return new RequestDecoder(apps.names(), unknownItemFields);
    }
}
