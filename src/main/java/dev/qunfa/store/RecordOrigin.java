package dev.qunfa.store;

/**
 * Where a request comes from, and its place in the order of arrival.
 *
 * @param partition whose owner serves it
 * @param offset the record's, after those of all topics that were read before: in its upper bits it counts them
 */
public record RecordOrigin(int partition, long offset) {
    /** More offsets than a partition ever has. */
    private static final int OFFSET_BITS = 48;

    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    /** @param epoch how many requests topics were read before this one */
    public static RecordOrigin of(int partition, int epoch, long recordOffset) {
        return new RecordOrigin(partition, ((long) epoch << OFFSET_BITS) + recordOffset);
    }

    /** The record's offset in its topic. */
    public long recordOffset() {
        return offset & OFFSET_MASK;
    }
}
