package dev.qunfa.status;

import dev.qunfa.lifecycle.Queued;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.MessageDetails;
import dev.qunfa.store.MessageQueries;
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
    private final ApiConfig config;
    private final Clock clock;

    MessageViews(MessageQueries queries, Instance<WaitingReasons> lanes, ApiConfig config, Clock clock) {
        this.queries = queries;
        this.lanes = lanes;
        this.config = config;
        this.clock = clock;
    }

    Uni<MessageView> of(MessageDetails message) {
        return of(List.of(message)).map(views -> views.get(0));
    }

    /** In the same order. */
    Uni<List<MessageView>> of(List<MessageDetails> messages) {
        Instant now = clock.instant();
        List<Long> unexplained = messages.stream()
                .filter(message -> isQueued(message) && known(message, now).isEmpty())
                .map(MessageDetails::key)
                .toList();
        return behindOthers(unexplained).chain(behind -> contents(messages).map(contents -> messages.stream()
                .map(message -> view(message, waiting(message, now, behind), contents))
                .toList()));
    }

    private MessageView view(MessageDetails message, Waiting waiting, Map<Long, byte[]> contents) {
        return new MessageView(
                message, waiting, config.exposeContent() ? new MessageView.Content(contents.get(message.key())) : null);
    }

    private Uni<Set<Long>> behindOthers(List<Long> keys) {
        return keys.isEmpty() ? Uni.createFrom().item(Set.of()) : queries.behindOthers(keys);
    }

    private Uni<Map<Long, byte[]>> contents(List<MessageDetails> messages) {
        return !config.exposeContent() || messages.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : queries.contents(messages.stream().map(MessageDetails::key).toList());
    }

    private Waiting waiting(MessageDetails message, Instant now, Set<Long> behind) {
        return isQueued(message)
                ? known(message, now)
                        .orElseGet(() -> new Waiting(
                                behind.contains(message.key())
                                        ? WaitingReason.GROUP_ORDER
                                        : WaitingReason.IN_FLIGHT_LIMIT,
                                null))
                : null;
    }

    private static boolean isQueued(MessageDetails message) {
        return message.message().state() instanceof Queued;
    }

    private Optional<Waiting> known(MessageDetails message, Instant now) {
        Instant wakeAt = ((Queued) message.message().state()).wakeAt();
        if (wakeAt != null && now.isBefore(wakeAt)) {
            boolean isFirst = message.message().attempts() == 0;
            return Optional.of(new Waiting(isFirst ? WaitingReason.NOT_BEFORE : WaitingReason.RETRY_BACKOFF, wakeAt));
        }
        return lanes.stream()
                .flatMap(lane -> lane.of(message.message().msgId()).stream())
                .findFirst();
    }
}
