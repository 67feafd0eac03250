package dev.qunfa.store;

import java.util.List;
import java.util.Map;

/**
 * What a look into the outbox found.
 *
 * @param rows in the order in which they are to be published
 * @param held of the messages in the rows, those with earlier events that are held, and what these are held for: what comes after
 *     them has to wait for them
 */
public record OutboxLook(List<OutboxRow> rows, Map<Long, Integer> held) {}
