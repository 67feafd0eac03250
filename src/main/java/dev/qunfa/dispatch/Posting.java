package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import dev.qunfa.platform.PlatformGateway;
import dev.qunfa.platform.Post;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Makes the POSTs of attempts, none of them twice, and counts what becomes of them. Thread-safe. */
@ApplicationScoped
class Posting {
    private static final Logger LOG = Logger.getLogger(Posting.class);

    private final PlatformGateway gateway;
    private final PostedAttempts posted;
    private final AttemptMeters meters;

    Posting(PlatformGateway gateway, PostedAttempts posted, AttemptMeters meters) {
        this.gateway = gateway;
        this.posted = posted;
        this.meters = meters;
    }

    /**
     * Makes the POST of an attempt that has begun, at once, unless it was made before the database forgot it. Never fails.
     *
     * @param message SENDING
     * @param startBy no POST starts later
     */
    Uni<Outcome> post(Message message, byte[] body, Instant startBy) {
        return posted.once(message.msgId(), message.attempts(), () -> made(message, body, startBy));
    }

    private Uni<Outcome> made(Message message, byte[] body, Instant startBy) {
        String app = message.target().app();
        return gateway.send(new Post(app, body, message.schedule().deadline(), startBy))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "The attempt of a message broke off; its outcome is in doubt.");
                    return new Outcome.InDoubt("The attempt broke off inside the service; it may have been sent.");
                })
                .invoke(outcome -> meters.count(app, outcome));
    }

    /** @param verdict what the outcome means for its message */
    void decided(Message message, Trigger verdict) {
        meters.count(message.target().app(), verdict);
    }
}
