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
 */
record Planned(long dueMillis, String key, Fate fate, String msgId, byte[] value, long cancelMillis) {

    boolean becomesMessage() {
        return fate == Fate.VALID || fate == Fate.INVALID;
    }

    boolean isBuried() {
        return fate == Fate.CONFLICT || fate == Fate.INVALID || fate == Fate.UNREADABLE;
    }
}
