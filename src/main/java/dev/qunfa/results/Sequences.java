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
    private static final class Bounded extends LinkedHashMap<String, Integer> {
        private final int max;

        Bounded(int max) {
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > max;
        }
    }

    private final Map<String, Integer> last;
    /** Those that have come to their end; remembered for the short while in which what was published may come up once more. */
    private final Map<String, Integer> ended;

    /**
     * @param max most messages that are remembered
     * @param maxEnded most of those besides that have come to their end
     */
    Sequences(int max, int maxEnded) {
        this.last = new Bounded(max);
        this.ended = new Bounded(maxEnded);
    }

    /** Whether the row's events are next; if they are, they count as published. */
    boolean advance(OutboxRow row) {
        List<OutboxEntry> events = row.events();
        for (int i = 0; i < events.size(); i++) {
            StatusEvent event = events.get(i).event();
            if (lastOf(event.message().msgId()) != event.what().seq() - 1) {
                takeBack(events.subList(0, i));
                return false;
            }
            published(event);
        }
        return true;
    }

    private int lastOf(String msgId) {
        Integer seq = last.get(msgId);
        return seq == null ? ended.getOrDefault(msgId, 0) : seq;
    }

    private void takeBack(List<OutboxEntry> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            StatusEvent event = events.get(i).event();
            String msgId = event.message().msgId();
            ended.remove(msgId);
            if (event.what().seq() == 1) {
                last.remove(msgId);
            } else {
                last.put(msgId, event.what().seq() - 1);
            }
        }
    }

    /** It was not published after all: what comes next of its message is not known any more. */
    void forget(String msgId) {
        last.remove(msgId);
        ended.remove(msgId);
    }

    /** It was sent, whatever was before it. */
    void published(StatusEvent event) {
        String msgId = event.message().msgId();
        boolean isEnd = event.message().status().isFinal();
        (isEnd ? last : ended).remove(msgId);
        (isEnd ? ended : last).put(msgId, event.what().seq());
    }

    /** What was published may be published once more. */
    void forgetAll() {
        last.clear();
        ended.clear();
    }
}
