package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import dev.qunfa.platform.PlatformGateway;
import dev.qunfa.platform.Post;
import dev.qunfa.store.Applied;
import dev.qunfa.store.MessageStore;
import dev.qunfa.store.QueuedMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One attempt: the intent is committed, then the POST goes out, then its outcome is committed (I2). Thread-safe.
 *
 * <p>A store that does not answer is asked again until it does: before the POST, because nothing has happened yet; after
 * it, because what happened must not be forgotten.
 */
@ApplicationScoped
class Attempts {
    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final MessageStore messages;
    private final PlatformGateway gateway;
    private final Clock clock;
    private final DispatchConfig config;

    Attempts(MessageStore messages, PlatformGateway gateway, Clock clock, DispatchConfig config) {
        this.messages = messages;
        this.gateway = gateway;
        this.clock = clock;
        this.config = config;
    }

    /**
     * Makes an attempt.
     *
     * @param answered called once the lane is free for its next message, which is before the outcome is committed
     * @return completes when the outcome is committed; does not fail
     */
    Uni<Void> make(QueuedMessage message, Runnable answered) {
        return begin(message).chain(begun -> {
            if (begun.isEmpty()) {
                answered.run();
                return Uni.createFrom().voidItem();
            }
            return post(message).invoke(answered).chain(outcome -> settle(begun.get(), outcome));
        });
    }

    /** Empty if the message does not wait for an attempt any more: cancelled, expired, or told by a callback. */
    private Uni<Optional<Message>> begin(QueuedMessage message) {
        return persistently(message.msgId(), () -> new Trigger.AttemptBegins(clock.instant()))
                .map(applied -> applied instanceof Applied.Moved moved
                                && moved.message().status() == MessageStatus.SENDING
                        ? Optional.of(moved.message())
                        : Optional.empty());
    }

    private Uni<Outcome> post(QueuedMessage message) {
        return gateway.send(new Post(message.target().app(), message.body(), message.deadline()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "The attempt of a message broke off; its outcome is in doubt.");
                    return new Outcome.InDoubt("The attempt broke off inside the service; it may have been sent.");
                });
    }

    private Uni<Void> settle(Message begun, Outcome outcome) {
        Trigger verdict = Verdict.of(outcome, begun.attempts(), clock.instant());
        return persistently(begun.msgId(), () -> verdict).replaceWithVoid();
    }

    private Uni<Applied> persistently(String msgId, Supplier<Trigger> trigger) {
        return Uni.createFrom()
                .deferred(() -> messages.apply(msgId, trigger.get()))
                .onFailure()
                .retry()
                .withBackOff(config.storeRetryInitial(), config.storeRetryMax())
                .indefinitely();
    }
}
