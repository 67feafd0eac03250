package dev.qunfa.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The record of every POST since the start or the last reset: a few hundred bytes each, and the newest bodies up to
 * {@value #BODY_BYTES} bytes in all. Any thread.
 */
final class PostJournal {

    private static final long BODY_BYTES = 64L << 20;

    private final List<PostEntry> entries = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Deque<PostEntry> withBody = new ArrayDeque<>();
    private long bodyBytes;

    synchronized PostEntry open(long headAt) {
        PostEntry entry = new PostEntry(entries.size() + 1L, headAt);
        entries.add(entry);
        return entry;
    }

    /** Counts the entry's msg_id, and makes room for its body. */
    synchronized void received(PostEntry entry) {
        if (entry.msgId() != null) {
            entry.repeats(seen.merge(entry.msgId(), 1, Integer::sum) - 1);
        }
        withBody.add(entry);
        bodyBytes += entry.bodyLength();
        while (bodyBytes > BODY_BYTES) {
            PostEntry oldest = withBody.remove();
            bodyBytes -= oldest.bodyLength();
            oldest.dropBody();
        }
    }

    synchronized List<Post> list(Predicate<PostEntry> filter, int limit, boolean withBodies) {
        return entries.stream()
                .filter(filter)
                .limit(limit)
                .map(each -> each.snapshot(withBodies))
                .toList();
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized void clear() {
        entries.clear();
        seen.clear();
        withBody.clear();
        bodyBytes = 0;
    }
}
