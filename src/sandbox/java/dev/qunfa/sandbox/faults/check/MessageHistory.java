package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Delivery;
import dev.qunfa.sandbox.Post;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of one msg_id.
 *
 * @param requests in the order of the topic
 * @param events as they came, repeats included
 * @param posts in the order in which they came
 * @param deliveries of its callbacks, in the order in which they were answered
 * @param view null when the API does not know it
 */
public record MessageHistory(
        String msgId,
        List<Request> requests,
        List<Event> events,
        List<Post> posts,
        List<Delivery> deliveries,
        List<Decision> decisions,
        View view) {

    private static final Set<String> TOKEN_REFUSALS = Set.of("errcode 40014");
    /** The last one tells a limit of frequency in words. */
    private static final Set<String> NOT_PROCESSED = Set.of("status 429", "status 503", "errcode 45010");

    /** Something in front of the platform answered: the platform never heard of it. */
    private static final String EDGE = "edge ";

    /** The request that became the message; empty if none did. */
    public Optional<Request> origin() {
        return requests.stream()
                .filter(each -> each.isKeyedRight() && (each.fate() == Fate.VALID || each.fate() == Fate.INVALID))
                .findFirst();
    }

    /** The events without those that were repeated, by seq where all is well. */
    public List<Event> newEvents() {
        Map<Integer, Event> first = new LinkedHashMap<>();
        events.forEach(each -> first.putIfAbsent(each.seq(), each));
        return List.copyOf(first.values());
    }

    /** The event with the highest seq. */
    public Optional<Event> lastEvent() {
        return events.stream().max((one, other) -> Integer.compare(one.seq(), other.seq()));
    }

    /** POSTs that were more than a question for the token. */
    public List<Post> attempts() {
        return posts.stream().filter(each -> !isTokenRefusal(each)).toList();
    }

    /** Whether the head of a POST came after the one and no later than the other, in Unix milliseconds. */
    boolean isPostedBetween(long after, long until) {
        return posts.stream().anyMatch(each -> each.headAt() > after && each.headAt() <= until);
    }

    public boolean hasEvent(String name) {
        return events.stream().anyMatch(each -> each.event().equals(name));
    }

    /** Whether an operator's decision may have been carried out. */
    public boolean mayHaveBeen(String decision) {
        return decisions.stream().anyMatch(each -> each.what().equals(decision) && each.mayHold());
    }

    /** Whether the platform did nothing with it and says so: another attempt is no second sending. */
    static boolean isProvedNotProcessed(Post post) {
        return NOT_PROCESSED.contains(post.verdict())
                || post.verdict() != null && post.verdict().startsWith(EDGE)
                || isTokenRefusal(post);
    }

    private static boolean isTokenRefusal(Post post) {
        return TOKEN_REFUSALS.contains(post.verdict());
    }
}
