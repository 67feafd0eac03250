package dev.qunfa.status;

import dev.qunfa.health.FailureLog;
import dev.qunfa.store.Outage;
import dev.qunfa.store.OverloadedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets nobody wait for ever for the database: an answer that takes longer than configured, or that cannot be had, is a 503. What
 * the database fails at is told apart here, because a client's connection fails in the same terms.
 */
@ApplicationScoped
class Patience {
    private static final Logger LOG = Logger.getLogger(Patience.class);

    /** Some calls are answered while others are not: it is over when nothing failed for so long. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final FailureLog outages = new FailureLog(LOG);
    private final FailureLog overload = new FailureLog(LOG);
    private final ApiConfig config;

    Patience(ApiConfig config) {
        this.config = config;
    }

    /** @return fails with a {@link ProblemException} if the database cannot be reached, else as the answer does */
    <T> Uni<T> with(Uni<T> answer) {
        return answer.ifNoItem()
                .after(config.timeout())
                .fail()
                .invoke(this::succeeded)
                .onFailure(Outage::isCauseOf)
                .transform(this::unavailable);
    }

    /** A bound of this service's own is none of the database's fault. */
    private ProblemException unavailable(Throwable outage) {
        if (outage instanceof OverloadedException) {
            overload.failed("The status API is asked more than it may put to the database at once; it answers 503.");
            return ProblemException.unavailable("Too many questions are being answered; try again.");
        }
        outages.failed("The status API cannot reach the database, or waits for it too long. " + Outage.reason(outage));
        return ProblemException.unavailable("The database does not answer; try again.");
    }

    private void succeeded() {
        overload.succeededFor(QUIET, "The status API keeps up again.");
        outages.succeededFor(QUIET, "The status API reaches the database again.");
    }
}
