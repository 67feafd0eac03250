package dev.qunfa.intake;

import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Violation;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.Stored;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of one poll, or of several, sorted by what is to become of each: the thinking of intake, without I/O. */
final class Batch {
    private record Readable(ConsumerRecord<byte[], byte[]> record, Arrival arrival) {}

    private final List<Readable> readable = new ArrayList<>();
    private final List<Reroute> reroutes = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<QueuedMessage> queued = new ArrayList<>();
    private int stored;
    private int repeated;

    /** @param mayReroute whether a record that is keyed wrong is to be published once more */
    static Batch of(Iterable<ConsumerRecord<byte[], byte[]>> records, RequestDecoder decoder, boolean mayReroute) {
        Batch batch = new Batch();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Decoded decoded = decoder.decode(record.value());
            if (mayReroute && Reroute.isDue(record, decoded.robotId())) {
                batch.reroutes.add(new Reroute(record, decoded.robotId()));
            } else {
                batch.sort(record, decoded);
            }
        }
        return batch;
    }

    List<Reroute> reroutes() {
        return reroutes;
    }

    List<Arrival> arrivals() {
        return readable.stream().map(Readable::arrival).toList();
    }

    /** Takes note of what the store made of the {@link #arrivals()}. */
    void stored(List<Stored> results) {
        for (int i = 0; i < results.size(); i++) {
            stored(readable.get(i), results.get(i));
        }
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** The messages that wait for their lane, in the order of their records. */
    List<QueuedMessage> queued() {
        return queued;
    }

    /** How many messages were stored. */
    int stored() {
        return stored;
    }

    /** How many requests were stored before. */
    int repeated() {
        return repeated;
    }

    private void sort(ConsumerRecord<byte[], byte[]> record, Decoded decoded) {
        if (decoded instanceof Decoded.Unreadable unreadable) {
            deadLetters.add(DeadLetter.unreadable(record, unreadable.why()));
        } else if (decoded instanceof Decoded.Invalid invalid) {
            add(record, invalid.readable(), invalid.violations());
        } else if (decoded instanceof Decoded.Valid valid) {
            add(record, valid.request(), List.of());
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, SendRequest request, List<Violation> violations) {
        RecordOrigin origin = new RecordOrigin(record.partition(), record.offset());
        readable.add(new Readable(record, new Arrival(request, violations, origin, TraceContext.of(record))));
    }

    private void stored(Readable request, Stored result) {
        Arrival arrival = request.arrival();
        if (result instanceof Stored.Conflicting) {
            deadLetters.add(DeadLetter.conflicting(request.record(), arrival.violations()));
        } else if (result instanceof Stored.New stored) {
            this.stored++;
            follow(request, stored.message().isAwake(), true);
        } else if (result instanceof Stored.Repeated repeat) {
            repeated += repeat.sameRecord() ? 0 : 1;
            follow(request, repeat.waiting(), repeat.sameRecord());
        }
    }

    /** @param ofThisRecord whether the message was made of this record, and not of an equal one before it */
    private void follow(Readable request, boolean waiting, boolean ofThisRecord) {
        Arrival arrival = request.arrival();
        if (!arrival.isValid() && ofThisRecord) {
            deadLetters.add(DeadLetter.invalid(request.record(), arrival.violations()));
        }
        if (waiting) {
            queued.add(QueuedMessage.of(arrival));
        }
    }
}
