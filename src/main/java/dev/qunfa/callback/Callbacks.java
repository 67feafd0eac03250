package dev.qunfa.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.platform.EnvelopeCrypto;
import dev.qunfa.platform.OpenResult;
import dev.qunfa.store.Applied;
import dev.qunfa.store.MessageStore;
import dev.qunfa.store.Orphan;
import dev.qunfa.store.Orphans;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import org.jboss.logging.Logger;

/** Takes callbacks in. Thread-safe; results arrive on any thread. */
@ApplicationScoped
class Callbacks {
    private static final Logger LOG = Logger.getLogger(Callbacks.class);
    /** Somebody mixes messages up; the other reasons are everyday life. */
    private static final Set<IgnoredReason> STRANGE = Set.of(IgnoredReason.UNKNOWN_ITEM, IgnoredReason.FOREIGN_REPORT);

    private final EnvelopeCrypto envelopes;
    private final MessageStore messages;
    private final Orphans orphans;
    private final PlatformEvents others;
    private final CallbackMeters meters;
    private final Clock clock;

    Callbacks(
            EnvelopeCrypto envelopes,
            MessageStore messages,
            Orphans orphans,
            PlatformEvents others,
            CallbackMeters meters,
            Clock clock) {
        this.envelopes = envelopes;
        this.messages = messages;
        this.orphans = orphans;
        this.others = others;
        this.meters = meters;
        this.clock = clock;
    }

    /** @return the answer, once what it says is durable; a failure means that the callback was not stored */
    Uni<Answer> take(byte[] body) {
        OpenResult result = envelopes.open(body);
        if (result instanceof OpenResult.Opened opened) {
            return take(opened.app().name(), opened.event());
        }
        return Uni.createFrom()
                .item(
                        result instanceof OpenResult.Unauthorized no
                                ? refused("unauthorized", Answer.unauthorized(no.sentence()))
                                : refused(
                                        "unreadable", Answer.unreadable(((OpenResult.Unreadable) result).sentence())));
    }

    private Uni<Answer> take(String app, JsonNode event) {
        if (!ItemResult.isIn(event)) {
            return others.publish(event)
                    .invoke(() -> meters.count("other_event"))
                    .replaceWith(Answer.TAKEN);
        }
        return ItemResult.read(app, event).map(this::apply).orElseGet(() -> Uni.createFrom()
                .item(refused(
                        "unreadable",
                        Answer.unreadable(
                                "A field of event " + ItemResult.EVENT_TYPE + " is missing or of the wrong type"))));
    }

    private Uni<Answer> apply(ItemResult result) {
        if (!result.canBelongToMessage()) {
            meters.count("impossible_id");
            return Uni.createFrom().item(Answer.TAKEN);
        }
        return messages.apply(result.msgId(), result.at(clock.instant()))
                .chain(applied -> settle(result, applied))
                .replaceWith(Answer.TAKEN);
    }

    private Uni<Void> settle(ItemResult result, Applied applied) {
        if (applied instanceof Applied.Unknown) {
            meters.count("orphan");
            return orphans.keep(new Orphan(result.msgId(), result.at(clock.instant())));
        }
        if (applied instanceof Applied.Unmoved unmoved) {
            ignored(result, unmoved.reason());
        } else {
            meters.count("applied");
        }
        return Uni.createFrom().voidItem();
    }

    private void ignored(ItemResult result, IgnoredReason reason) {
        meters.count(reason);
        LOG.logf(
                STRANGE.contains(reason) ? Logger.Level.INFO : Logger.Level.DEBUG,
                "A callback for message %s, item %d, changes nothing: %s.",
                result.msgId(),
                result.msgNum(),
                reason);
    }

    private Answer refused(String outcome, Answer answer) {
        meters.count(outcome);
        return answer;
    }
}
