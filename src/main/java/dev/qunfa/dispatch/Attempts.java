package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.State;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.Applied;
import dev.qunfa.store.Backlog;
import dev.qunfa.store.MessageStore;
import dev.qunfa.store.QueuedMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The steps of one attempt: the intent is committed, then the POST goes out, then its outcome is committed (I2). Thread-safe.
 *
 * <p>A store that does not answer is asked again until it does: before the POST, because nothing has happened yet; after
 * it, because what happened must not be forgotten.
 */
@ApplicationScoped
class Attempts {
    /**
     * From the moment before its intent is committed, a POST may start for so long and no longer: who was stopped in between
     * may have lost its partition to another replica, which takes longer than this.
     */
    static final Duration FRESH = Duration.ofSeconds(3);

    private final MessageStore messages;
    private final Backlog backlog;
    private final Posting posting;
    private final Clock clock;
    private final DispatchConfig config;

    Attempts(MessageStore messages, Backlog backlog, Posting posting, Clock clock, DispatchConfig config) {
        this.messages = messages;
        this.backlog = backlog;
        this.posting = posting;
        this.clock = clock;
        this.config = config;
    }

    /** The message with its body; empty if it is gone. */
    Uni<Optional<QueuedMessage>> complete(QueuedMessage message) {
        return message.body() != null
                ? Uni.createFrom().item(Optional.of(message))
                : persistently(() -> backlog.body(message.msgId())).map(body -> body.map(message::withBody));
    }

    Instant now() {
        return clock.instant();
    }

    /** Commits the intent. */
    Uni<Beginning> begin(QueuedMessage message) {
        Set<Instant> tries = new HashSet<>();
        return persistently(() -> {
            Instant now = begins(message);
            tries.add(now);
            return messages.apply(message.msgId(), new Trigger.AttemptBegins(now))
                    .map(applied -> beginning(applied, tries, message.body()));
        });
    }

    /** A clock that was set back may not have reached the time yet that its lane has waited for. */
    private Instant begins(QueuedMessage message) {
        Instant now = clock.instant();
        Instant planned = message.retry().atGate() ? null : message.retryAt();
        return planned != null && now.isBefore(planned) ? planned : now;
    }

    /** A commit whose answer was lost shows itself at the next try: the attempt that is stored is one of our tries. */
    private Beginning beginning(Applied applied, Set<Instant> tries, byte[] body) {
        if (applied instanceof Applied.Unmoved unmoved && unmoved.reason() == IgnoredReason.FENCED) {
            return new Beginning.Fenced();
        }
        return message(applied)
                .filter(message -> message.state() instanceof State.Sending sending
                        && tries.contains(sending.since())
                        && isInTime(sending))
                .<Beginning>map(message -> new Beginning.Begun(message, body, Collections.max(tries)))
                .orElseGet(Beginning.NotWaiting::new);
    }

    /** Before anybody takes the attempt for lost. */
    private boolean isInTime(State.Sending sending) {
        return clock.instant()
                .isBefore(sending.since().plusNanos(config.attemptGrace().toNanos() / 2));
    }

    /** Makes the POST of an attempt that has begun, at once, unless it was made before the database forgot it. Never fails. */
    Uni<Outcome> post(Beginning.Begun begun) {
        return posting.post(begun.message(), begun.body(), startBy(begun));
    }

    /** While it cannot be taken for lost, whoever looks. */
    private Instant startBy(Beginning.Begun begun) {
        Instant fresh = begun.since().plus(FRESH);
        Instant lost = ((State.Sending) begun.message().state()).since().plus(config.attemptGrace());
        return fresh.isBefore(lost) ? fresh : lost;
    }

    /** Commits what became of an attempt; the message as it is then, empty if it is gone. */
    Uni<Optional<Message>> settle(Message begun, Trigger verdict) {
        posting.decided(begun, verdict);
        return persistently(() -> commit(begun.msgId(), verdict)).map(Attempts::message);
    }

    /** What the platform accepted can wait for company: nothing goes on from it but the callback, which brings a transaction. */
    private Uni<Applied> commit(String msgId, Trigger verdict) {
        return verdict instanceof Trigger.PlatformAccepted
                ? messages.applyPatiently(msgId, verdict)
                : messages.apply(msgId, verdict);
    }

    private static Optional<Message> message(Applied applied) {
        if (applied instanceof Applied.Moved moved) {
            return Optional.of(moved.message());
        }
        return applied instanceof Applied.Unmoved unmoved ? Optional.of(unmoved.message()) : Optional.empty();
    }

    private <T> Uni<T> persistently(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get).onFailure().recoverWithUni(() -> again(work));
    }

    /** Apart from the first try, which is nearly always the last: a chain that can repeat itself is dear to build. */
    private <T> Uni<T> again(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.storeRetryInitial())
                .chain(work::get)
                .onFailure()
                .retry()
                .withBackOff(config.storeRetryInitial(), config.storeRetryMax())
                .indefinitely();
    }
}
