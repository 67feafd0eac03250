package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;

/** A trigger on its way to the message that it concerns. */
record Change(String msgId, Trigger trigger) {
    /** Whether it begins an attempt, which only the owner of the message's partition may. */
    boolean begins() {
        return trigger instanceof Trigger.AttemptBegins;
    }
}
