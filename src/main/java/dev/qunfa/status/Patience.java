package dev.qunfa.status;

import dev.qunfa.store.Outage;
import dev.qunfa.store.OverloadedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Lets nobody wait for ever for the database: an answer that takes longer than configured, or that cannot be had, is a 503. What
 * the database fails at is told apart here, because a client's connection fails in the same terms.
 */
@ApplicationScoped
class Patience {
    private static final Logger LOG = Logger.getLogger(Patience.class);

    private final ApiConfig config;

    Patience(ApiConfig config) {
        this.config = config;
    }

    /** @return fails with a {@link ProblemException} if the database cannot be reached, else as the answer does */
    <T> Uni<T> with(Uni<T> answer) {
        return answer.ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure(Outage::isCauseOf)
                .transform(Patience::unavailable);
    }

    private static ProblemException unavailable(Throwable outage) {
        if (outage instanceof OverloadedException) {
            LOG.debugf("The status API refuses a call. %s", outage.getMessage());
            return ProblemException.unavailable("As much as allowed waits for the database already; try again.");
        }
        LOG.warnf("The status API has no answer from the database. %s", Outage.reason(outage));
        return ProblemException.unavailable("The database does not answer; try again.");
    }
}
