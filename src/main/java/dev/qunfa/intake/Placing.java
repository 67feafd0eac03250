package dev.qunfa.intake;

import dev.qunfa.store.RecordOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides where a record is handled.
 *
 * @param mayReroute whether a record that lies in a wrong partition is to be published once more
 */
record Placing(Layout layout, boolean mayReroute) {
    /** Where a record belongs: here, as a request from there; or elsewhere. */
    sealed interface Place {}

    record Here(RecordOrigin origin) implements Place {}

    record Elsewhere(String robotId) implements Place {}

    /**
     * A record that was rerouted already is handled where it landed: no record goes round in circles.
     *
     * @param robotId null if nobody can tell it: the record is handled where it is
     */
    Place of(ConsumerRecord<byte[], byte[]> record, String robotId) {
        if (robotId == null || !mayReroute) {
            return here(record, record.partition());
        }
        byte[] robot = robotId.getBytes(StandardCharsets.UTF_8);
        int home = layout.home(robot);
        boolean isInPlace = layout.partitionOf(home) == record.partition();
        if (isInPlace && Arrays.equals(record.key(), robot)) {
            return here(record, home);
        }
        return record.headers().lastHeader(Forwarder.REROUTED) == null
                ? new Elsewhere(robotId)
                : here(record, isInPlace ? home : record.partition());
    }

    private Place here(ConsumerRecord<byte[], byte[]> record, int partition) {
        return new Here(layout.origin(partition, record.offset()));
    }
}
