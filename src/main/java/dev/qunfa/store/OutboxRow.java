package dev.qunfa.store;

import java.util.List;

/**
 * The events that one transaction told of one partition's messages; they leave the outbox together.
 *
 * @param id its place in the outbox: of two rows that tell of the same message, the later one has the higher id
 * @param partition of the requests topic, from which the messages came
 * @param events in the order in which they happened
 */
public record OutboxRow(long id, int partition, List<OutboxEntry> events) {}
