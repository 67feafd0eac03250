package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Fate;

/**
 * One record of a round's load.
 *
 * @param dueMillis when it is produced, from the round's beginning
 * @param key of the record
 * @param fate what must become of it
 * @param msgId empty for what is no request
 * @param cancelMillis when it is cancelled through the API, from the round's beginning; 0: never
 * @param elsewhere whether it is put where librdkafka's default partitioner puts it
 */
record Planned(
        long dueMillis, String key, Fate fate, String msgId, byte[] value, long cancelMillis, boolean elsewhere) {

    /** Where Java's default partitioner puts it. */
    Planned(long dueMillis, String key, Fate fate, String msgId, byte[] value, long cancelMillis) {
        this(dueMillis, key, fate, msgId, value, cancelMillis, false);
    }

    boolean isAborted() {
        return fate == Fate.ABORTED;
    }

    boolean becomesMessage() {
        return fate == Fate.VALID || fate == Fate.INVALID;
    }

    boolean isBuried() {
        return fate == Fate.CONFLICT || fate == Fate.INVALID || fate == Fate.UNREADABLE;
    }
}
