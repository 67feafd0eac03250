package dev.qunfa.results;

import dev.qunfa.store.EventKey;
import dev.qunfa.store.HeldEvent;
import dev.qunfa.store.OutboxRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A row whose events are on their way, as far as they can be sent; told of each by the producer's thread, asked by the relay's. An
 * event that waits makes the later ones of its message wait.
 */
final class RowUnderway {
    /** The broker's no to one event. */
    record Refusal(EventKey event, String msgId, Exception why) {}

    private final OutboxRow row;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    /** What the message's first event that waits is held for; and the number of that event. */
    private final Map<Long, Integer> waitFor = new HashMap<>();

    private final Map<Long, Integer> waitFrom = new HashMap<>();

    RowUnderway(OutboxRow row) {
        this.row = row;
    }

    OutboxRow row() {
        return row;
    }

    void sent() {
        unanswered.incrementAndGet();
    }

    /** On the producer's thread. */
    void taken() {
        unanswered.decrementAndGet();
    }

    /** On the producer's thread. */
    void refused(Refusal refusal) {
        refusals.add(refusal);
        unanswered.decrementAndGet();
    }

    /** The next refusal that was not taken note of; null if there is none. */
    Refusal nextRefusal() {
        return refusals.poll();
    }

    /** From this event on, the message's events wait. @return whether they did not wait before */
    boolean wait(EventKey event, int heldFor) {
        waitFrom.merge(event.messageId(), event.seq(), Math::min);
        return waitFor.putIfAbsent(event.messageId(), heldFor) == null;
    }

    /** What the message's events wait for; null if they do not. */
    Integer waitsFor(long messageId) {
        return waitFor.get(messageId);
    }

    /** The messages of which something waits. */
    Iterable<Long> waitingMessages() {
        return waitFor.keySet();
    }

    /** Whether the broker has answered for all that was sent. */
    boolean isAnswered() {
        return unanswered.get() == 0 && refusals.isEmpty();
    }

    boolean isWaiting() {
        return !waitFor.isEmpty();
    }

    /** Whether something waits because of itself: whoever else flows does not matter. */
    boolean isRefused() {
        return waitFor.containsValue(HeldEvent.ITSELF);
    }

    /** The events that wait. */
    List<HeldEvent> held() {
        List<HeldEvent> held = new ArrayList<>();
        for (EventKey key : row.keys()) {
            Integer from = waitFrom.get(key.messageId());
            if (from != null && key.seq() >= from) {
                held.add(new HeldEvent(row.id(), key, row.partition(), waitFor.get(key.messageId())));
            }
        }
        return held;
    }

    /** The events that do not: once all is answered, the broker has them. */
    List<EventKey> published() {
        return row.keys().stream()
                .filter(key -> key.seq() < waitFrom.getOrDefault(key.messageId(), Integer.MAX_VALUE))
                .toList();
    }
}
