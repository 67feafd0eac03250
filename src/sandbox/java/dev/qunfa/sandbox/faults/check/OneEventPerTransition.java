package dev.qunfa.sandbox.faults.check;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Each change is told once: one final status, one result an item, one word on each attempt's end. */
final class OneEventPerTransition implements Invariant {

    private static final Set<String> FINAL =
            Set.of("SENT", "PARTIALLY_SENT", "FAILED", "EXPIRED", "REJECTED", "CANCELLED", "UNCONFIRMED");
    private static final Set<String> CHANGE_NOTHING = Set.of("refused_duplicate", "contradicted");
    private static final Set<String> CORRECT = Set.of("item_sent", "item_failed", "resolved");
    private static final Set<String> ONCE_AN_ATTEMPT = Set.of("accepted", "in_doubt", "retrying");
    private static final Set<String> DECIDED = Set.of("SENT", "FAILED", "NOT_SENT");
    private static final Map<String, String> STATUS_AFTER = Map.of(
            "accepted", "ACCEPTED",
            "in_doubt", "IN_DOUBT",
            "retrying", "QUEUED",
            "failed", "FAILED",
            "expired", "EXPIRED",
            "rejected", "REJECTED",
            "cancelled", "CANCELLED",
            "unconfirmed", "UNCONFIRMED");

    @Override
    public String name() {
        return "one event per transition, one final status";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        for (MessageHistory message : history.messages().values()) {
            Set<String> told = new HashSet<>();
            Event before = null;
            for (Event event : message.newEvents()) {
                String wrong = wrongWith(event, before, told);
                if (!wrong.isEmpty()) {
                    breach.accept(message.msgId(), "event seq " + event.seq() + " (" + event.event() + "): " + wrong);
                }
                before = event;
            }
        }
    }

    private static String wrongWith(Event event, Event before, Set<String> told) {
        if (event.isFinal() != FINAL.contains(event.status())) {
            return event.status() + " with final=" + event.isFinal();
        }
        if (event.becameFinal() != (event.isFinal() && (before == null || !before.isFinal()))) {
            return event.status() + " with became_final=" + event.becameFinal();
        }
        if (!event.status().equals(STATUS_AFTER.getOrDefault(event.event(), event.status()))) {
            return "it leaves the message " + event.status();
        }
        if (ONCE_AN_ATTEMPT.contains(event.event()) && !told.add(event.event() + event.attempts())) {
            return "it was told before of attempt " + event.attempts();
        }
        String item = wrongWithItems(event, before == null ? fresh(event) : before.items());
        return item.isEmpty() && before != null ? wrongAfter(before, event) : item;
    }

    private static String wrongAfter(Event before, Event event) {
        if (event.attempts() < before.attempts()) {
            return "attempts went from " + before.attempts() + " to " + event.attempts();
        }
        boolean nothing =
                CHANGE_NOTHING.contains(event.event()) && event.status().equals(before.status());
        boolean correction = before.status().equals("UNCONFIRMED") && CORRECT.contains(event.event());
        return before.isFinal() && !nothing && !correction ? "the message was " + before.status() + " already" : "";
    }

    private static String wrongWithItems(Event event, List<String> before) {
        for (int i = 0; i < event.items().size(); i++) {
            boolean isAbout = event.event().startsWith("item_") && event.item() == i + 1;
            boolean changed = !event.items().get(i).equals(before.get(i));
            if (changed && DECIDED.contains(before.get(i))) {
                return "item " + (i + 1) + " went from " + before.get(i) + " to "
                        + event.items().get(i);
            }
            if (event.event().startsWith("item_") && changed != isAbout) {
                return "item " + (i + 1) + " " + (changed ? "changed, which it is not about" : "did not change");
            }
        }
        return "";
    }

    private static List<String> fresh(Event event) {
        return Collections.nCopies(event.items().size(), "PENDING");
    }
}
