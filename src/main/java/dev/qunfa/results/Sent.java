package dev.qunfa.results;

import dev.qunfa.store.OutboxEntry;

/**
 * An event that was given to the producer.
 *
 * @param row the row that it belongs to
 * @param entry the event
 * @param partition of the results topic
 * @param size in bytes
 */
record Sent(RowUnderway row, OutboxEntry entry, int partition, int size) {}
