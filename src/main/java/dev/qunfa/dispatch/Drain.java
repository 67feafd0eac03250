package dev.qunfa.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The end of dispatch when the service is told to stop: it says that it is not ready, starts nothing any more, and gives what is
 * on the wire time to end. Intake has stopped by then, and callbacks are still taken; the outbox is published afterwards.
 */
@Readiness
@ApplicationScoped
public class Drain implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final int AFTER_INTAKE = 2_000;

    private final Dispatcher dispatcher;
    private final ShutdownConfig config;
    private volatile boolean stopping;

    Drain(Dispatcher dispatcher, ShutdownConfig config) {
        this.dispatcher = dispatcher;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Dispatch").status(!stopping).build();
    }

    void stop(@Observes @Priority(AFTER_INTAKE) ShutdownEvent event) throws InterruptedException, ExecutionException {
        stopping = true;
        try {
            dispatcher.drain().get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf(
                    "Attempts were still under way when the time to stop was over, %d of them not answered.",
                    dispatcher.inFlight());
        }
    }
}
