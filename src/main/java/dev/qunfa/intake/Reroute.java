package dev.qunfa.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that is not keyed by its robot, and so may lie in another partition than the robot's other records.
 *
 * @param record as received
 * @param robotId what it should have been keyed by
 */
record Reroute(ConsumerRecord<byte[], byte[]> record, String robotId) {
    /** Whether the record should lie elsewhere; one that was rerouted already is handled where it landed. */
    static boolean isDue(ConsumerRecord<byte[], byte[]> record, String robotId) {
        return robotId != null
                && !Arrays.equals(record.key(), robotId.getBytes(StandardCharsets.UTF_8))
                && record.headers().lastHeader(Forwarder.REROUTED) == null;
    }
}
