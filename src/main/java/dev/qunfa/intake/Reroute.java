package dev.qunfa.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that lies in another partition than the robot's other records.
 *
 * @param record as received
 * @param robotId what it should have been keyed by
 */
record Reroute(ConsumerRecord<byte[], byte[]> record, String robotId) {}
