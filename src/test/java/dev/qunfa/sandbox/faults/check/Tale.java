package dev.qunfa.sandbox.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.sandbox.Delivery;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.Post;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Builds histories by hand. Messages have one item, robot {@code robot} and group {@code group}; times count from
 * {@link #BEGIN}. What the API shows follows from the last event, unless it is told otherwise.
 */
final class Tale {
    static final long BEGIN = 1_700_000_000_000L;
    /** What {@link #shown} takes for a message that the API does not know. */
    static final View NOT_FOUND = new View(null, false, 0, 0, List.of(), null, null, null);

    private static final Limits LIMITS = new Limits(1_000, 2_000, 10, 1_000, false);

    private final List<Request> requests = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, View> views = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();

    /** A message that went as it should: asked, POSTed, accepted, sent. */
    static Tale ofSent(String msgId) {
        return new Tale().sent(msgId, 100);
    }

    Tale sent(String msgId, long at) {
        return request(msgId, Fate.VALID)
                .post(msgId, at, "taken")
                .event(msgId, "accepted", "ACCEPTED", "PENDING")
                .callback(msgId, true)
                .event(msgId, "item_sent", "SENT", "SENT");
    }

    Tale request(String msgId, Fate fate) {
        return request(msgId, fate, Map.of());
    }

    /** @param times {@code dead_line}, {@code not_before} in seconds from the beginning */
    Tale request(String msgId, Fate fate, Map<String, Integer> times) {
        ObjectNode body = platformBody(msgId).put("app", "default");
        times.forEach((field, seconds) -> body.put(field, BEGIN / 1_000 + seconds));
        return record("robot", fate, false, Json.bytes(body));
    }

    Tale garbage() {
        return record("robot", Fate.UNREADABLE, false, "{".getBytes(StandardCharsets.UTF_8));
    }

    Tale misplaced(String msgId, boolean publishedAgain) {
        byte[] value = Json.bytes(platformBody(msgId));
        record("other", Fate.VALID, false, value);
        return publishedAgain ? record("robot", Fate.VALID, true, value) : this;
    }

    private Tale record(String key, Fate fate, boolean rerouted, byte[] value) {
        Map<String, String> headers = new HashMap<>(Map.of(Request.FATE, fate.name()));
        if (rerouted) {
            headers.put("qunfa-rerouted", "1");
        }
        requests.add(Request.of(new Place(0, requests.size(), BEGIN), key, headers, value));
        return this;
    }

    /** The dead letter of the record that was produced last. */
    Tale buried(String reason) {
        Request last = requests.get(requests.size() - 1);
        deadLetters.add(new DeadLetter(
                new Place(0, deadLetters.size(), BEGIN), reason, last.place().toString(), last.value()));
        return this;
    }

    /** A POST that is answered 30 ms later. */
    Tale post(String msgId, long at, String verdict) {
        return post(msgId, at, at + 30, verdict);
    }

    Tale post(String msgId, long at, long answeredAt, String verdict) {
        JsonNode asked = requests.stream()
                .filter(each -> each.msgId().equals(msgId))
                .findFirst()
                .map(each -> Json.treeOrNull(each.value()))
                .orElse(platformBody(msgId));
        JsonNode body = ((ObjectNode) asked).deepCopy().without(List.of("app", "not_before"));
        return post(new Post(
                posts.size() + 1L,
                msgId,
                "default",
                "robot",
                "group",
                BEGIN + at,
                BEGIN + at,
                BEGIN + answeredAt,
                false,
                null,
                1,
                0,
                verdict,
                null,
                body.toString()));
    }

    Tale post(Post post) {
        posts.add(post);
        return this;
    }

    Tale callback(String msgId, boolean sendRes) {
        return callback(msgId, sendRes, true);
    }

    Tale callback(String msgId, boolean sendRes, boolean taken) {
        long at = BEGIN + 500 + deliveries.size();
        deliveries.add(new Delivery(
                deliveries.size() + 1L, "default", msgId, 1, sendRes, 1, at, at, taken ? 200 : 503, taken, "success"));
        return this;
    }

    Tale event(String msgId, String event, String status, String item) {
        return event(msgId, event, status, item, null);
    }

    Tale event(String msgId, String event, String status, String item, String error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        int seq = 1
                + (int) events.stream()
                        .filter(each -> each.msgId().equals(msgId))
                        .count();
        int attempts =
                (int) posts.stream().filter(each -> msgId.equals(each.msgId())).count();
        body.put("msg_id", msgId).put("seq", seq).put("event_id", msgId + "/" + seq);
        body.put("event", event).put("status", status).put("attempts", attempts);
        boolean isFinal = !List.of("QUEUED", "SENDING", "ACCEPTED", "IN_DOUBT").contains(status);
        boolean wasFinal = events.stream()
                .filter(each -> each.msgId().equals(msgId))
                .reduce(false, (was, each) -> each.isFinal(), (first, second) -> second);
        body.put("final", isFinal).put("became_final", isFinal && !wasFinal);
        body.putArray("items").addObject().put("status", item);
        if (event.startsWith("item_")) {
            body.putObject("item").put("msg_num", 1).put("status", item);
        }
        if (error != null) {
            body.putObject("error").put("code", error);
        }
        return event(body, Map.of());
    }

    /** The last event tells that it happened then. */
    Tale occurred(long at) {
        Event last = events.get(events.size() - 1);
        return lastEventBecomes(each -> new Event(
                last.place(),
                BEGIN + at,
                last.msgId(),
                last.seq(),
                last.eventId(),
                last.event(),
                last.status(),
                last.isFinal(),
                last.becameFinal(),
                last.item(),
                last.itemStatus(),
                last.items(),
                last.errorCode(),
                last.attempts(),
                last.msgSn(),
                last.metadata(),
                last.envelope()));
    }

    /** A refused duplicate that counts the message's end once more. */
    Tale refusedAsIfFinal(String msgId) {
        event(msgId, "refused_duplicate", "SENT", "SENT");
        Event last = events.remove(events.size() - 1);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("msg_id", msgId).put("seq", last.seq()).put("event_id", last.eventId());
        body.put("event", last.event()).put("status", last.status()).put("attempts", last.attempts());
        body.put("final", true).put("became_final", true);
        body.putArray("items").addObject().put("status", "SENT");
        return event(body, Map.of());
    }

    private Tale event(JsonNode body, Map<String, String> otherHeaders) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_id", body.get("event_id").asText());
        headers.put("ce_subject", body.get("msg_id").asText());
        headers.put("ce_time", "");
        headers.put("ce_type", "dev.qunfa.message." + body.get("event").asText() + ".v1");
        headers.put("qunfa-final", body.get("final").asText());
        headers.put("qunfa-became-final", body.get("became_final").asText());
        headers.putAll(otherHeaders);
        Place place = new Place(0, events.size(), BEGIN + 600 + events.size());
        events.add(Event.of(place, body.get("msg_id").asText(), headers, body));
        return this;
    }

    /** The last event was published once more, or otherwise than it was. */
    Tale again(UnaryOperator<Event> change) {
        events.add(change.apply(events.get(events.size() - 1)));
        return this;
    }

    Tale lastEventBecomes(UnaryOperator<Event> change) {
        events.set(events.size() - 1, change.apply(events.get(events.size() - 1)));
        return this;
    }

    Tale withoutEvents() {
        events.clear();
        return this;
    }

    Tale decided(String msgId, String what, int answer) {
        decisions.add(new Decision(BEGIN + 400, msgId, what, answer));
        return this;
    }

    Tale heldUp(long from, long to, long delayMillis) {
        moments.add(new Moment(BEGIN + from, BEGIN + to, "stalled", delayMillis));
        return this;
    }

    Tale stoodStill(long from, long to) {
        moments.add(new Moment(BEGIN + from, BEGIN + to, Moment.STANDSTILL + " of a replica", 0));
        return this;
    }

    /** The API shows this, whatever the events say. */
    Tale shown(String msgId, View view) {
        views.put(msgId, view);
        return this;
    }

    View shownOf(String msgId) {
        return history().views().get(msgId);
    }

    History history() {
        Map<String, View> all = new HashMap<>();
        events.forEach(each -> all.put(each.msgId(), viewOf(each)));
        all.putAll(views);
        all.values().removeIf(each -> each == NOT_FOUND);
        return new History(requests, events, deadLetters, posts, deliveries, all, decisions, moments, LIMITS);
    }

    private View viewOf(Event last) {
        List<String> timeline = events.stream()
                .filter(each -> each.msgId().equals(last.msgId()))
                .map(Event::eventId)
                .distinct()
                .toList();
        return new View(
                last.status(),
                last.isFinal(),
                last.attempts(),
                last.seq(),
                last.items(),
                last.errorCode(),
                last.msgSn(),
                timeline);
    }

    private static ObjectNode platformBody(String msgId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("msg_id", msgId).put("robot_id", "robot").put("group_id", "group");
        body.putArray("msg_list")
                .addObject()
                .put("msg_num", 1)
                .put("msg_type", 1)
                .put("msg_content", "x");
        return body;
    }
}
