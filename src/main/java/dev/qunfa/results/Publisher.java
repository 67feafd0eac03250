package dev.qunfa.results;

import dev.qunfa.store.EventKey;
import dev.qunfa.store.HeldEvent;
import dev.qunfa.store.OutboxEntry;
import dev.qunfa.store.OutboxRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends rows, and knows what became of each of their events. Lives as long as one producer: with the next one, all that was not
 * acknowledged is published anew by another publisher. An event that cannot be sent now waits, and so do the later ones of its
 * message (I7); the others of its row do not (I12). For the relay's thread.
 */
final class Publisher {
    private final ResultsProducer producer;
    private final Flows flows;
    private final Sequences sequences;
    private final Runnable answered;
    private final Map<Long, RowUnderway> underway = new LinkedHashMap<>();
    /** Messages of which something waits in a row under way, and what for. */
    private final Map<Long, Integer> waiting = new HashMap<>();

    private volatile Exception failure;
    private volatile int waitingEvents;
    private String complaint;

    /** @param answered called on the producer's thread when the broker has answered for an event; must not block */
    Publisher(ResultsProducer producer, Flows flows, Sequences sequences, Runnable answered) {
        this.producer = producer;
        this.flows = flows;
        this.sequences = sequences;
        this.answered = answered;
    }

    /** Whether there is room for a row's events, in all and at the partitions that they go to. */
    boolean fits(OutboxRow row) {
        return room() > 0 && (!flows.isAnyFull() || row.events().stream().noneMatch(this::goesToAFullPartition));
    }

    private boolean goesToAFullPartition(OutboxEntry entry) {
        int partition = producer.partitionOf(entry.event().message().msgId());
        return !flows.isStalled(partition) && flows.isFull(partition);
    }

    int room() {
        return flows.room(waitingEvents);
    }

    boolean contains(long rowId) {
        return underway.containsKey(rowId);
    }

    /** The rows that were published and not forgotten yet. */
    Collection<Long> underway() {
        return underway.keySet();
    }

    int eventsUnderway() {
        return flows.underway() + waitingEvents;
    }

    /**
     * Sends the events of a row, as far as nothing is in their way; returns before the broker has them.
     *
     * @param held messages with earlier events that are held, and what for
     */
    void publish(OutboxRow row, Map<Long, Integer> held) throws PublishingException {
        RowUnderway sent = new RowUnderway(row);
        underway.put(row.id(), sent);
        row.unreadable().forEach(key -> {
            complain(key, "cannot be read");
            wait(sent, key, HeldEvent.ITSELF);
        });
        for (OutboxEntry entry : row.events()) {
            int partition = producer.partitionOf(entry.event().message().msgId());
            Integer waitsFor = reasonToWait(sent, entry.messageId(), partition, held);
            if (waitsFor == null) {
                send(sent, entry, partition);
            } else {
                wait(sent, entry, waitsFor);
            }
        }
        waitingEvents += sent.isWaiting() ? sent.held().size() : 0;
    }

    private Integer reasonToWait(RowUnderway sent, long messageId, int partition, Map<Long, Integer> held) {
        Integer reason = sent.waitsFor(messageId);
        if (reason == null && !sent.row().isHeld()) {
            reason = waiting.getOrDefault(messageId, held.get(messageId));
        }
        return reason == null && flows.isStalled(partition) ? Integer.valueOf(partition) : reason;
    }

    private void send(RowUnderway sent, OutboxEntry entry, int partition) throws PublishingException {
        ProducerRecord<byte[], byte[]> record;
        try {
            record = producer.record(entry, partition);
        } catch (RuntimeException e) {
            // The edge of what is stored: an event that cannot be written costs its message only, whatever is wrong
            // with it.
            complain(entry.key(), "cannot be written: " + e.getClass().getSimpleName());
            wait(sent, entry, HeldEvent.ITSELF);
            return;
        }
        int size = size(record);
        if (producer.isTooLarge(size)) {
            complain(entry.key(), "is larger than the results topic takes");
            wait(sent, entry, HeldEvent.ITSELF);
            return;
        }
        if (!sent.row().isHeld()) {
            sequences.published(entry.event());
        }
        sent.sent();
        flows.sent(partition, size);
        Sent event = new Sent(sent, entry, partition, size);
        producer.send(record, (metadata, refusal) -> answered(event, refusal));
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        int size = record.key().length + record.value().length;
        for (var header : record.headers()) {
            size += header.key().getBytes(StandardCharsets.UTF_8).length + header.value().length;
        }
        return size;
    }

    /** On the producer's thread. */
    private void answered(Sent event, Exception refusal) {
        if (refusal == null) {
            event.row().taken();
        } else if (isAboutTheEvent(refusal)) {
            String msgId = event.entry().event().message().msgId();
            event.row().refused(new RowUnderway.Refusal(event.entry().key(), msgId, refusal));
        } else {
            failure = refusal;
        }
        flows.answered(event.partition(), event.size(), refusal == null);
        answered.run();
    }

    /** Everything else says that the producer, the topic or the connection is not as it should be, and concerns all events. */
    private static boolean isAboutTheEvent(Exception refusal) {
        return refusal instanceof RecordTooLargeException
                || refusal instanceof RecordBatchTooLargeException
                || refusal instanceof InvalidRecordException
                || refusal instanceof InvalidTimestampException;
    }

    private void wait(RowUnderway sent, OutboxEntry entry, int heldFor) {
        if (!sent.row().isHeld()) {
            sequences.forget(entry.event().message().msgId());
        }
        wait(sent, entry.key(), heldFor);
    }

    private void wait(RowUnderway sent, EventKey key, int heldFor) {
        sent.wait(key, heldFor);
        waiting.putIfAbsent(key.messageId(), heldFor);
    }

    /** @throws PublishingException if the producer is of no use any more */
    void throwIfFailed() throws PublishingException {
        if (failure != null) {
            throw new PublishingException(failure);
        }
    }

    /** Takes note of what the broker refused since. @return whether it refused something */
    boolean noteRefusals() {
        boolean any = false;
        for (RowUnderway sent : underway.values()) {
            for (var refusal = sent.nextRefusal(); refusal != null; refusal = sent.nextRefusal()) {
                any = true;
                complain(refusal.event(), "is refused by the broker: " + Reason.of(refusal.why()));
                sequences.forget(refusal.msgId());
                wait(sent, refusal.event(), HeldEvent.ITSELF);
            }
        }
        count();
        return any;
    }

    private void count() {
        waitingEvents = waiting.isEmpty()
                ? 0
                : underway.values().stream()
                        .filter(RowUnderway::isWaiting)
                        .mapToInt(sent -> sent.held().size())
                        .sum();
    }

    /** The rows that the broker has taken whole. */
    List<OutboxRow> acknowledged() {
        List<OutboxRow> acknowledged = new ArrayList<>();
        for (RowUnderway sent : underway.values()) {
            if (sent.isAnswered() && !sent.isWaiting()) {
                acknowledged.add(sent.row());
            }
        }
        return acknowledged;
    }

    /**
     * The rows of which some events have to be held, as there is nothing else to wait for: either these events are refused, or others
     * flow while they do not.
     */
    List<RowUnderway> toHold() {
        boolean othersFlow = flows.someFlow() || room() == 0 && flows.stalled().size() < flows.number();
        return waiting.isEmpty()
                ? List.of()
                : underway.values().stream()
                        .filter(sent -> sent.isWaiting() && sent.isAnswered() && (sent.isRefused() || othersFlow))
                        .toList();
    }

    /** These rows have left the outbox. */
    void forget(Collection<OutboxRow> rows) {
        rows.forEach(row -> underway.remove(row.id()));
        if (!waiting.isEmpty()) {
            waiting.clear();
            underway.values().forEach(sent -> sent.waitingMessages()
                    .forEach(messageId -> waiting.putIfAbsent(messageId, sent.waitsFor(messageId))));
            count();
        }
    }

    private void complain(EventKey key, String what) {
        if (complaint == null) {
            complaint =
                    "The event with seq " + key.seq() + " of the message with the key " + key.messageId() + " " + what;
        }
    }

    /** What could not be published, for the log: the first of it, without contents. Null if there was nothing since. */
    String takeComplaint() {
        String last = complaint;
        complaint = null;
        return last;
    }

    /** Whether something was sent that somebody should have answered: a partition without a leader need not. */
    boolean awaitsAnswers() {
        List<Integer> asked = flows.busy();
        return failure != null
                || !asked.isEmpty()
                        && (asked.stream().anyMatch(producer::hasLeader)
                                || flows.open().stream().noneMatch(producer::hasLeader));
    }
}
