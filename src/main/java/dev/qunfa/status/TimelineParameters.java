package dev.qunfa.status;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The query parameters of a timeline. Without them the answer holds all of it, but for a message with very many events.
 *
 * @param after only events with a higher {@code seq}
 * @param limit most events
 */
record TimelineParameters(int after, int limit) {
    /** More than an ordinary message ever has. */
    static final int MAX_LIMIT = 1_000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private record Bounds(int least, int most) {}

    static TimelineParameters read(MultivaluedMap<String, String> query) {
        return new TimelineParameters(
                number(query, "after", 0, new Bounds(0, 999_999_999)),
                number(query, "limit", MAX_LIMIT, new Bounds(1, MAX_LIMIT)));
    }

    private static int number(MultivaluedMap<String, String> query, String name, int byDefault, Bounds bounds) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return byDefault;
        }
        boolean isNumber = values.size() == 1 && NUMBER.matcher(values.get(0)).matches();
        int number = isNumber ? Integer.parseInt(values.get(0)) : -1;
        if (number < bounds.least() || number > bounds.most()) {
            throw ProblemException.badRequest(name + " must be given once at most, as a number from " + bounds.least()
                    + " to " + bounds.most() + ".");
        }
        return number;
    }
}
