package dev.qunfa.status;

import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.store.MessageFilter;
import dev.qunfa.store.PageKey;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The query parameters of the list. Each is read or refused: what cannot be read, is empty, or is given twice is a 400; so are
 * names that are not known ({@link CallCheck}).
 *
 * @param filter which messages
 * @param after where the page before ended
 * @param limit most messages
 */
record ListParameters(MessageFilter filter, Optional<PageKey> after, int limit) {
    static final int MAX_LIMIT = 200;
    static final int DEFAULT_LIMIT = 50;

    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,9}");
    /** A plus sign that a client did not encode arrives as a space. */
    private static final Pattern LOST_PLUS = Pattern.compile(" (?=[0-9]{2}:[0-9]{2}$)");

    static ListParameters read(MultivaluedMap<String, String> query) {
        Reader reader = new Reader(query);
        MessageFilter filter = new MessageFilter(
                reader.statuses(),
                reader.text("app"),
                reader.text("robot_id"),
                reader.text("group_id"),
                reader.time("created_from"),
                reader.time("created_to"));
        return new ListParameters(filter, reader.cursor(), reader.limit());
    }

    private record Reader(MultivaluedMap<String, String> query) {
        Set<MessageStatus> statuses() {
            Set<MessageStatus> statuses = EnumSet.noneOf(MessageStatus.class);
            query.getOrDefault("status", List.of()).forEach(name -> statuses.add(status(name)));
            return statuses;
        }

        String text(String name) {
            return single(name).orElse(null);
        }

        Instant time(String name) {
            return single(name).map(text -> instant(name, text)).orElse(null);
        }

        Optional<PageKey> cursor() {
            return single("cursor").map(text -> Cursor.read(text)
                    .orElseThrow(() -> ProblemException.badRequest(
                            "cursor is not one that an earlier page gave as its next_cursor.")));
        }

        int limit() {
            return single("limit").map(Reader::limit).orElse(DEFAULT_LIMIT);
        }

        private Optional<String> single(String name) {
            List<String> values = query.getOrDefault(name, List.of());
            if (values.isEmpty()) {
                return Optional.empty();
            }
            String value = values.get(0);
            if (values.size() > 1 || value.isEmpty() || value.indexOf('\0') >= 0) {
                throw ProblemException.badRequest(name + " must be given once at most, with a value.");
            }
            return Optional.of(value);
        }

        private static MessageStatus status(String name) {
            return Arrays.stream(MessageStatus.values())
                    .filter(status -> status.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.badRequest(
                            "status must be one of " + Arrays.toString(MessageStatus.values()) + "."));
        }

        private static int limit(String text) {
            int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
            if (limit < 1 || limit > MAX_LIMIT) {
                throw ProblemException.badRequest("limit must be a number from 1 to " + MAX_LIMIT + ".");
            }
            return limit;
        }

        private static Instant instant(String name, String text) {
            try {
                OffsetDateTime time =
                        OffsetDateTime.parse(LOST_PLUS.matcher(text).replaceFirst("+"));
                if (time.withOffsetSameInstant(ZoneOffset.UTC).getYear() >= 0 && time.getYear() <= 9999) {
                    return time.toInstant();
                }
            } catch (DateTimeParseException e) {
                // told below, without what the user sent
            }
            throw ProblemException.badRequest(
                    name + " must be a time as RFC 3339 writes it, such as 2026-01-01T00:00:00Z.");
        }
    }
}
