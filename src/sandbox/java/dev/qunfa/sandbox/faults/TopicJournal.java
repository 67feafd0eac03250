package dev.qunfa.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.faults.check.DeadLetter;
import dev.qunfa.sandbox.faults.check.Event;
import dev.qunfa.sandbox.faults.check.Place;
import dev.qunfa.sandbox.faults.check.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything that was read off the topics, in the order in which it was read. Any thread. */
final class TopicJournal {

    static final String REQUESTS = "qunfa.requests";
    static final String RESULTS = "qunfa.results";
    static final String DEAD_LETTERS = "qunfa.requests.dlq";

    /** Header of a produced record: which round it belongs to. */
    static final String ROUND = "faults-round";

    private record Of<T>(String prefix, T value) {}

    private final List<Of<Request>> requests = new ArrayList<>();
    private final List<Of<DeadLetter>> deadLetters = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Event> last = new HashMap<>();
    private final Consumer<Event> eachEvent;

    /** @param eachEvent is told of every event, on the reading thread */
    TopicJournal(Consumer<Event> eachEvent) {
        this.eachEvent = eachEvent;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
        Place place = new Place(record.partition(), record.offset(), record.timestamp());
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        switch (record.topic()) {
            case REQUESTS -> addRequest(place, key, headers, record.value());
            case DEAD_LETTERS -> addDeadLetter(place, headers, record.value());
            default -> addEvent(place, key, headers, record.value());
        }
    }

    private synchronized void addRequest(Place place, String key, Map<String, String> headers, byte[] value) {
        requests.add(new Of<>(headers.get(ROUND), Request.of(place, key, headers, value)));
    }

    private synchronized void addDeadLetter(Place place, Map<String, String> headers, byte[] value) {
        String origin = headers.get("qunfa-partition") + "/" + headers.get("qunfa-offset");
        deadLetters.add(
                new Of<>(headers.get(ROUND), new DeadLetter(place, headers.get("qunfa-reason"), origin, value)));
    }

    private void addEvent(Place place, String key, Map<String, String> headers, byte[] value) {
        JsonNode body = Json.treeOrNull(value);
        Event event = Event.of(place, key, headers, body == null ? MissingNode.getInstance() : body);
        synchronized (this) {
            events.add(event);
            last.merge(event.msgId(), event, (old, now) -> now.seq() > old.seq() ? now : old);
        }
        eachEvent.accept(event);
    }

    /** The event with the highest seq, or null. */
    synchronized Event lastOf(String msgId) {
        return last.get(msgId);
    }

    synchronized int deadLetterCount(String round) {
        return (int) deadLetters.stream()
                .filter(each -> each.prefix().equals(round))
                .map(each -> each.value().origin())
                .distinct()
                .count();
    }

    /** @param prefix of a round's msg_ids, empty for all rounds */
    synchronized List<Request> requests(String prefix) {
        return values(requests, prefix);
    }

    synchronized List<DeadLetter> deadLetters(String prefix) {
        return values(deadLetters, prefix);
    }

    synchronized List<Event> events(String prefix) {
        return events.stream().filter(each -> each.msgId().startsWith(prefix)).toList();
    }

    private static <T> List<T> values(List<Of<T>> all, String prefix) {
        return all.stream()
                .filter(each -> prefix.isEmpty() || prefix.equals(each.prefix()))
                .map(Of::value)
                .toList();
    }
}
