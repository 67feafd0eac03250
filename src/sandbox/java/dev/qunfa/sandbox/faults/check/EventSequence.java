package dev.qunfa.sandbox.faults.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The events of a message are numbered from 1 without gaps and come in that order; old ones may be repeated, and then say
 * the same under the same id.
 */
final class EventSequence implements Invariant {

    @Override
    public String name() {
        return "seq without gaps and in order";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        history.messages().values().forEach(each -> check(each, breach));
    }

    private static void check(MessageHistory message, BiConsumer<String, String> breach) {
        Map<Integer, Event> bySeq = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Event event : message.events()) {
            Event same = bySeq.putIfAbsent(event.seq(), event);
            String wrong = same == null ? wrongWithNew(event, bySeq.size(), ids) : wrongWithRepeat(event, same);
            if (!wrong.isEmpty()) {
                breach.accept(message.msgId(), "event " + event.place() + ": " + wrong);
            }
        }
    }

    private static String wrongWithNew(Event event, int expectedSeq, Set<String> ids) {
        if (event.seq() != expectedSeq) {
            return "seq " + event.seq() + " came where " + expectedSeq + " was next";
        }
        if (!ids.add(event.eventId())) {
            return "its event_id is that of another event";
        }
        return event.envelope();
    }

    private static String wrongWithRepeat(Event event, Event same) {
        if (event.place().partition() != same.place().partition()) {
            return "it was repeated in another partition";
        }
        return event.withoutPlace().equals(same.withoutPlace())
                ? ""
                : "seq " + event.seq() + " was told before and said something else";
    }
}
