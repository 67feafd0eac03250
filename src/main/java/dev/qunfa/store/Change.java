package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** A trigger on its way to its message. */
record Change(String msgId, Trigger trigger) {
    /** Whether it begins an attempt, which only the owner of the message's partition may. */
    boolean begins() {
        return trigger instanceof Trigger.AttemptBegins;
    }

    /** Whether one of them begins an attempt. */
    static boolean anyBegins(Collection<Change> changes) {
        return changes.stream().anyMatch(Change::begins);
    }

    /** Each message once, in the order in which they come. */
    static Set<String> msgIds(Collection<Change> changes) {
        Set<String> msgIds = new LinkedHashSet<>();
        changes.forEach(change -> msgIds.add(change.msgId()));
        return msgIds;
    }
}
