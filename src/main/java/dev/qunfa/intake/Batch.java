package dev.qunfa.intake;

import dev.qunfa.store.Arrival;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of one poll, or of several, sorted by what is to become of each: the thinking of intake, without I/O. */
final class Batch {
    private record Readable(ConsumerRecord<byte[], byte[]> record, Arrival arrival) {
        String msgId() {
            return arrival.request().msgId();
        }

        /** Records without a time are taken for new. */
        boolean isOlderThan(long millis) {
            return record.timestamp() > 0 && record.timestamp() < millis;
        }
    }

    private final List<Readable> readable = new ArrayList<>();
    private final List<Reroute> reroutes = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<QueuedMessage> queued = new ArrayList<>();
    private int stored;
    private int repeated;
    private int refused;
    private int tooOld;

    static Batch of(Iterable<ConsumerRecord<byte[], byte[]>> records, RequestDecoder decoder, Placing placing) {
        Batch batch = new Batch();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Decoded decoded = decoder.decode(record.value());
            Placing.Place place = placing.of(record, decoded.robotId());
            if (place instanceof Placing.Elsewhere elsewhere) {
                batch.reroutes.add(new Reroute(record, elsewhere.robotId()));
            } else if (place instanceof Placing.Here here) {
                batch.sort(record, decoded, here.origin());
            }
        }
        return batch;
    }

    /** The ids of requests that were produced before that moment; mostly there are none. */
    List<String> producedBefore(Instant moment) {
        long millis = moment.toEpochMilli();
        List<String> old = null;
        for (Readable request : readable) {
            if (request.isOlderThan(millis)) {
                old = old == null ? new ArrayList<>() : old;
                old.add(request.msgId());
            }
        }
        return old == null ? List.of() : old;
    }

    /** Of the requests that were produced before that moment, those whose ids are not known are not to be stored. */
    void refuseUnknown(Instant moment, Set<String> known) {
        long millis = moment.toEpochMilli();
        List<Readable> old = readable.stream()
                .filter(request -> request.isOlderThan(millis) && !known.contains(request.msgId()))
                .toList();
        readable.removeAll(old);
        old.forEach(request -> deadLetters.add(DeadLetter.tooOld(request.record())));
        tooOld = old.size();
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

    /** How many requests the database did not take. */
    int refused() {
        return refused;
    }

    /** How many requests were too old to be new. */
    int tooOld() {
        return tooOld;
    }

    private void sort(ConsumerRecord<byte[], byte[]> record, Decoded decoded, RecordOrigin origin) {
        if (decoded instanceof Decoded.Unreadable unreadable) {
            deadLetters.add(DeadLetter.unreadable(record, unreadable.why()));
        } else if (decoded instanceof Decoded.Invalid invalid) {
            add(record, new Arrival(invalid.readable(), invalid.violations(), origin, TraceContext.of(record)));
        } else if (decoded instanceof Decoded.Valid valid) {
            add(record, new Arrival(valid.request(), List.of(), origin, TraceContext.of(record)));
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Arrival arrival) {
        readable.add(new Readable(record, arrival));
    }

    private void stored(Readable request, Stored result) {
        Arrival arrival = request.arrival();
        if (result instanceof Stored.Conflicting) {
            deadLetters.add(DeadLetter.conflicting(request.record(), arrival.violations()));
        } else if (result instanceof Stored.Refused refused) {
            this.refused++;
            deadLetters.add(DeadLetter.refused(request.record(), refused.sqlState()));
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
