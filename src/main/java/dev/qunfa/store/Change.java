package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** A trigger on its way to its message. */
record Change(String msgId, Trigger trigger) {
    /**
     * Whether only the owner of the message's partition may do it: it begins an attempt, or it is a timer, after which the
     * owner's lanes have to take the message in.
     */
    boolean isForTheOwner() {
        return trigger instanceof Trigger.AttemptBegins || trigger instanceof Trigger.TimeReached;
    }

    static boolean anyForTheOwner(Collection<Change> changes) {
        return changes.stream().anyMatch(Change::isForTheOwner);
    }

    /** Each message once, in the order in which they come. */
    static Set<String> msgIds(Collection<Change> changes) {
        Set<String> msgIds = new LinkedHashSet<>();
        changes.forEach(change -> msgIds.add(change.msgId()));
        return msgIds;
    }
}
