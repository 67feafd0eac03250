package dev.qunfa.results;

import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.store.OutboxEntry;
import dev.qunfa.store.OutboxRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which event of each message was published last, as far as it is remembered: a row whose every event is the next one of its
 * message can be published without asking whether anything comes before it. For one thread.
 */
final class Sequences {
    private final int max;
    private final Map<String, Integer> last;

    /** @param max most messages that are remembered */
    Sequences(int max) {
        this.max = max;
        this.last = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > Sequences.this.max;
            }
        };
    }

    /** Whether the row's events are next; if they are, they count as published. */
    boolean advance(OutboxRow row) {
        List<OutboxEntry> events = row.events();
        for (int i = 0; i < events.size(); i++) {
            StatusEvent event = events.get(i).event();
            int seq = event.what().seq();
            if (last.getOrDefault(event.message().msgId(), 0) != seq - 1) {
                takeBack(events.subList(0, i));
                return false;
            }
            last.put(event.message().msgId(), seq);
        }
        return true;
    }

    private void takeBack(List<OutboxEntry> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            StatusEvent event = events.get(i).event();
            if (event.what().seq() == 1) {
                last.remove(event.message().msgId());
            } else {
                last.put(event.message().msgId(), event.what().seq() - 1);
            }
        }
    }

    void published(OutboxRow row) {
        row.events()
                .forEach(entry -> last.put(
                        entry.event().message().msgId(), entry.event().what().seq()));
    }

    /** What was published may be published once more. */
    void forgetAll() {
        last.clear();
    }
}
