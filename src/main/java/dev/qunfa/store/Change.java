package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;

/** A trigger on its way to the message that it concerns. */
record Change(String msgId, Trigger trigger) {}
