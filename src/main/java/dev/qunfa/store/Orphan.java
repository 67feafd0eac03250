package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;

/** A callback for a message that is not known here (yet). */
public record Orphan(String msgId, Trigger.ItemReported report) {}
