package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Delivery;
import dev.qunfa.sandbox.Post;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What was collected of a run, or of a part of it. Lists are in the order in which things were seen.
 *
 * @param views by msg_id, what the API showed once all was quiet
 */
public record History(
        List<Request> requests,
        List<Event> events,
        List<DeadLetter> deadLetters,
        List<Post> posts,
        List<Delivery> deliveries,
        Map<String, View> views,
        List<Decision> decisions,
        List<Moment> moments,
        Limits limits) {

    /** Every msg_id that was seen anywhere, with all that is known of it. */
    public Map<String, MessageHistory> messages() {
        Map<String, List<Request>> byRequest = grouped(requests, Request::msgId);
        Map<String, List<Event>> byEvent = grouped(events, Event::msgId);
        Map<String, List<Post>> byPost = grouped(postsInOrder(), Post::msgId);
        Map<String, List<Delivery>> byDelivery = grouped(deliveries, Delivery::msgId);
        Map<String, List<Decision>> byDecision = grouped(decisions, Decision::msgId);
        Map<String, MessageHistory> messages = new LinkedHashMap<>();
        for (String msgId : ids(List.of(byRequest.keySet(), byEvent.keySet(), byPost.keySet(), byDelivery.keySet()))) {
            messages.put(
                    msgId,
                    new MessageHistory(
                            msgId,
                            byRequest.getOrDefault(msgId, List.of()),
                            byEvent.getOrDefault(msgId, List.of()),
                            byPost.getOrDefault(msgId, List.of()),
                            byDelivery.getOrDefault(msgId, List.of()),
                            byDecision.getOrDefault(msgId, List.of()),
                            views.get(msgId)));
        }
        return messages;
    }

    /** The POSTs whose message is known, by the time at which their heads came. */
    public List<Post> postsInOrder() {
        return posts.stream()
                .filter(each -> each.msgId() != null)
                .sorted(Comparator.comparingLong(Post::seq))
                .toList();
    }

    /** How long a request that came at {@code at} may have been on its way; more than usual if something held it up. */
    public long delayAt(long at) {
        return Limits.CLOCK_TOLERANCE_MILLIS + extraDelayAt(at);
    }

    /** The part of {@link #delayAt} that is because of what happened then. */
    public long extraDelayAt(long at) {
        return moments.stream()
                .filter(each -> each.isAround(at))
                .mapToLong(Moment::delayMillis)
                .max()
                .orElse(0);
    }

    private static Set<String> ids(List<Set<String>> sources) {
        Set<String> ids = new LinkedHashSet<>();
        sources.forEach(ids::addAll);
        ids.remove("");
        return ids;
    }

    private static <T> Map<String, List<T>> grouped(List<T> all, Function<T, String> key) {
        Map<String, List<T>> groups = new HashMap<>();
        for (T each : all) {
            String of = key.apply(each);
            if (of != null) {
                groups.computeIfAbsent(of, any -> new ArrayList<>()).add(each);
            }
        }
        return groups;
    }
}
