package dev.qunfa.store;

import dev.qunfa.lifecycle.Decision;
import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Trigger;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A batch of arrivals on its way into the store: of those with the same {@code msg_id} only the first may become a
 * message. This is the thinking of the insertion, done in memory.
 */
final class Candidates {
    /** An arrival that is the first of its id in the batch, with the message it would become. */
    record Candidate(Arrival arrival, Decision.Moved birth) {
        String msgId() {
            return arrival.request().msgId();
        }

        SendRequest request() {
            return arrival.request();
        }

        Message message() {
            return birth.next();
        }

        /** The row that it became. */
        LockedMessage stored(Key key, Instant now) {
            Provenance provenance =
                    new Provenance(now, arrival.traceparent(), request().metadata());
            return new LockedMessage(key.id(), arrival.origin().partition(), message(), provenance, key.version());
        }
    }

    /**
     * What the database gave a row that it inserted.
     *
     * @param reported whether callbacks of its message are kept already
     */
    record Key(long id, String version, boolean reported) {}

    /** What is known of the message that has the id already. */
    record Existing(byte[] contentHash, boolean waiting, RecordOrigin origin, Instant sendingSince) {
        static Existing from(Row row) {
            String status = row.getString("status");
            boolean waiting = MessageStatus.QUEUED.name().equals(status) && row.getOffsetDateTime("wake_at") == null;
            Instant since = MessageStatus.SENDING.name().equals(status) ? LockedMessage.instant(row, "since") : null;
            RecordOrigin origin = new RecordOrigin(row.getInteger("partition"), row.getLong("record_offset"));
            return new Existing(row.getBuffer("content_hash").getBytes(), waiting, origin, since);
        }

        Stored.Repeated repeatedBy(Arrival arrival) {
            boolean sameRecord = origin.equals(arrival.origin());
            boolean begun = sameRecord && sendingSince != null && sendingSince.equals(arrival.begunAt());
            return new Stored.Repeated(waiting, sameRecord, begun);
        }
    }

    private final List<Arrival> arrivals;
    private final Map<String, Candidate> firsts = new LinkedHashMap<>();
    private final List<Change> refusals = new ArrayList<>();

    Candidates(List<Arrival> arrivals, Function<Arrival, Decision.Moved> birth) {
        this.arrivals = arrivals;
        for (Arrival arrival : arrivals) {
            firsts.computeIfAbsent(arrival.request().msgId(), id -> new Candidate(arrival, birth.apply(arrival)));
        }
    }

    /** Two replicas that store the same ids lock them in the same order. */
    List<Candidate> inKeyOrder() {
        return firsts.values().stream()
                .sorted(Comparator.comparing(Candidate::msgId))
                .toList();
    }

    String[] msgIds() {
        return firsts.keySet().toArray(String[]::new);
    }

    boolean areAllNew(Map<String, Key> keys) {
        return keys.size() == arrivals.size();
    }

    /** Whether one of them has an event to tell as it is stored. */
    boolean tellSomething() {
        return firsts.values().stream()
                .anyMatch(first -> !first.birth().events().isEmpty());
    }

    /** The partitions of those that are stored as begun. */
    Set<Integer> begunIn() {
        return firsts.values().stream()
                .filter(first -> first.message().status() == MessageStatus.SENDING)
                .map(first -> first.arrival().origin().partition())
                .collect(Collectors.toSet());
    }

    /** The rows that were inserted under these keys. */
    List<LockedMessage> inserted(Map<String, Key> keys, Instant now) {
        List<LockedMessage> rows = new ArrayList<>(keys.size());
        for (Candidate candidate : firsts.values()) {
            Key key = keys.get(candidate.msgId());
            if (key != null) {
                rows.add(candidate.stored(key, now));
            }
        }
        return rows;
    }

    /** The first events of these rows. */
    List<ChangeSet.Told> births(List<LockedMessage> inserted) {
        List<ChangeSet.Told> told = new ArrayList<>();
        for (LockedMessage row : inserted) {
            Candidate candidate = firsts.get(row.message().msgId());
            candidate.birth().events().forEach(event -> told.add(new ChangeSet.Told(row, row.message(), event)));
        }
        return told;
    }

    /** One result an arrival; conflicts are noted as {@link #refusals()}. */
    List<Stored> results(Map<String, Key> keys, Map<String, Existing> existing) {
        refusals.clear();
        return arrivals.stream().map(arrival -> result(arrival, keys, existing)).toList();
    }

    List<Change> refusals() {
        return refusals;
    }

    private Stored result(Arrival arrival, Map<String, Key> keys, Map<String, Existing> existing) {
        String msgId = arrival.request().msgId();
        Candidate candidate = firsts.get(msgId);
        if (candidate.arrival() == arrival && keys.containsKey(msgId)) {
            return new Stored.New(candidate.message(), keys.get(msgId).reported());
        }
        Existing stored = existing.get(msgId);
        if (Arrays.equals(stored.contentHash(), arrival.request().payload().contentHash())) {
            return stored.repeatedBy(arrival);
        }
        refusals.add(refusal(arrival));
        return new Stored.Conflicting();
    }

    private static Change refusal(Arrival arrival) {
        MessageError error = MessageError.of(
                ErrorCode.DUPLICATE_MSG_ID,
                "Another request with this msg_id and other content was refused (partition "
                        + arrival.origin().partition() + ", offset "
                        + arrival.origin().recordOffset() + "); give every message its own msg_id.");
        return new Change(arrival.request().msgId(), new Trigger.DuplicateRefused(error));
    }
}
