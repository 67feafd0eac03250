package dev.qunfa.sandbox.faults.check;

/**
 * Where a record is in its topic.
 *
 * @param at its timestamp, Unix milliseconds
 */
public record Place(int partition, long offset, long at) {

    @Override
    public String toString() {
        return partition + "/" + offset;
    }
}
