package dev.qunfa.status;

import dev.qunfa.lifecycle.Queued;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.CallerContext;
import dev.qunfa.store.MessageDetails;
import dev.qunfa.store.MessageQueries;
import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Pauses;
import dev.qunfa.store.Waiting;
import dev.qunfa.store.WaitingReasons;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes views of messages: adds why they wait, and their content where that is exposed. Of a message in a lane only the
 * replica that keeps the lane knows more than the database shows; the others tell the likeliest reason.
 */
@ApplicationScoped
class MessageViews {
    private final MessageQueries queries;
    private final Instance<WaitingReasons> lanes;
    private final Pauses pauses;
    private final ApiConfig config;
    private final Clock clock;

    MessageViews(MessageQueries queries, Instance<WaitingReasons> lanes, Pauses pauses, ApiConfig config, Clock clock) {
        this.queries = queries;
        this.lanes = lanes;
        this.pauses = pauses;
        this.config = config;
        this.clock = clock;
    }

    /** What is known of messages that wait for no time: from this replica's lanes, or else from the database. */
    private record Knowledge(Map<String, Waiting> lanes, Set<Long> behindOthers, PauseSet pauses) {
        static final Knowledge NONE = new Knowledge(Map.of(), Set.of(), PauseSet.NONE);

        Waiting of(MessageDetails details) {
            Target target = details.message().target();
            Waiting inLane = lanes.get(details.message().msgId());
            if (inLane != null) {
                return inLane;
            }
            if (pauses.stopsApp(target.app()) || pauses.stopsRobot(target.robotId())) {
                return new Waiting(WaitingReason.PAUSED, null);
            }
            return new Waiting(
                    behindOthers.contains(details.key()) ? WaitingReason.GROUP_ORDER : WaitingReason.IN_FLIGHT_LIMIT,
                    null);
        }
    }

    Uni<MessageView> of(MessageDetails message) {
        return of(List.of(message)).map(views -> views.get(0));
    }

    /** In the same order. */
    Uni<List<MessageView>> of(List<MessageDetails> messages) {
        Instant now = clock.instant();
        List<MessageDetails> inTheirLanes = messages.stream()
                .filter(message -> isQueued(message) && forTime(message, now).isEmpty())
                .toList();
        return knowledge(inTheirLanes).chain(known -> contents(messages).map(contents -> messages.stream()
                .map(message -> view(message, waiting(message, now, known), contents))
                .toList()));
    }

    private MessageView view(MessageDetails message, Waiting waiting, Map<Long, byte[]> contents) {
        return new MessageView(
                message, waiting, config.exposeContent() ? new MessageView.Content(contents.get(message.key())) : null);
    }

    private Uni<Knowledge> knowledge(List<MessageDetails> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().item(Knowledge.NONE);
        }
        List<String> ids =
                messages.stream().map(message -> message.message().msgId()).toList();
        Uni<Map<String, Waiting>> inLanes = lanes.stream()
                .findFirst()
                .map(here -> CallerContext.of(here.of(ids)))
                .orElse(Uni.createFrom().item(Map.of()));
        return inLanes.chain(known -> knowledge(messages, known));
    }

    private Uni<Knowledge> knowledge(List<MessageDetails> messages, Map<String, Waiting> inLanes) {
        List<Long> elsewhere = messages.stream()
                .filter(message -> !inLanes.containsKey(message.message().msgId()))
                .map(MessageDetails::key)
                .toList();
        return elsewhere.isEmpty()
                ? Uni.createFrom().item(new Knowledge(inLanes, Set.of(), PauseSet.NONE))
                : CallerContext.of(pauses.inForce()).chain(paused -> queries.behindOthers(elsewhere)
                        .map(behind -> new Knowledge(inLanes, behind, paused)));
    }

    private Uni<Map<Long, byte[]>> contents(List<MessageDetails> messages) {
        return !config.exposeContent() || messages.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : queries.contents(messages.stream().map(MessageDetails::key).toList());
    }

    private static Waiting waiting(MessageDetails message, Instant now, Knowledge known) {
        return isQueued(message) ? forTime(message, now).orElseGet(() -> known.of(message)) : null;
    }

    private static boolean isQueued(MessageDetails message) {
        return message.message().state() instanceof Queued;
    }

    private static Optional<Waiting> forTime(MessageDetails message, Instant now) {
        Instant wakeAt = ((Queued) message.message().state()).wakeAt();
        if (wakeAt == null || !now.isBefore(wakeAt)) {
            return Optional.empty();
        }
        boolean isFirst = message.message().attempts() == 0;
        return Optional.of(new Waiting(isFirst ? WaitingReason.NOT_BEFORE : WaitingReason.RETRY_BACKOFF, wakeAt));
    }
}
