package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.store.RecordOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** M15, M7: where a record is handled, and in which order what was read has arrived. */
class LayoutTest {
    private static final Layout EIGHT = new Layout("id", 0, 8, 8);
    private static final Layout GREW = new Layout("id", 0, 8, 12);
    private static final Layout SHRANK = new Layout("other", 1, 8, 3);

    @Test
    void aRobotIsWhereJavasDefaultPartitionerPutsIt() {
        for (int i = 0; i < 200; i++) {
            byte[] robot = bytes("robot-" + i);
            assertThat(EIGHT.home(robot)).isEqualTo(BuiltInPartitioner.partitionForKey(robot, 8));
        }
    }

    @Test
    void aRecordThatLiesElsewhereIsReroutedWhateverItsKey() {
        Placing placing = new Placing(EIGHT, true);
        for (int i = 0; i < 200; i++) {
            String robot = "robot-" + i;
            int home = EIGHT.home(bytes(robot));
            int crc = crc32(robot, 8);

            assertThat(placing.of(record(home, robot), robot)).isEqualTo(here(home, 7));
            assertThat(placing.of(record(crc, robot), robot))
                    .isEqualTo(crc == home ? here(home, 7) : new Placing.Elsewhere(robot));
            assertThat(placing.of(record(home, "other"), robot)).isEqualTo(new Placing.Elsewhere(robot));
        }
    }

    @Test
    void noRecordGoesRoundInCircles() {
        ConsumerRecord<byte[], byte[]> landed = record(5, "somebody");
        landed.headers().add(Forwarder.REROUTED, bytes("1"));

        assertThat(new Placing(EIGHT, true).of(landed, "robot-1")).isEqualTo(here(5, 7));
    }

    @Test
    void whatHasNoRobotOrMustNotMoveStaysWhereItIs() {
        assertThat(new Placing(EIGHT, true).of(record(5, "x"), null)).isEqualTo(here(5, 7));
        assertThat(new Placing(EIGHT, false).of(record(5, "x"), "robot-1")).isEqualTo(here(5, 7));
    }

    @Test
    void aRobotKeepsItsHomeWhenPartitionsAreAdded() {
        for (int i = 0; i < 200; i++) {
            String robot = "robot-" + i;
            int home = EIGHT.home(bytes(robot));
            int producedTo = BuiltInPartitioner.partitionForKey(bytes(robot), 12);

            assertThat(new Placing(GREW, true).of(record(producedTo, robot), robot))
                    .isEqualTo(producedTo == home ? here(home, 7) : new Placing.Elsewhere(robot));
            assertThat(GREW.partitionOf(GREW.home(bytes(robot)))).isEqualTo(home);
        }
    }

    @Test
    void aHomeWithoutAPartitionIsCarriedByOneThatIsLeft() {
        for (int i = 0; i < 200; i++) {
            String robot = "robot-" + i;
            int home = EIGHT.home(bytes(robot));

            assertThat(new Placing(SHRANK, true).of(record(home % 3, robot), robot))
                    .isEqualTo(new Placing.Here(SHRANK.origin(home, 7)));
        }
    }

    @Test
    void whatIsReadOfATopicThatWasMadeAnewComesLater() {
        assertThat(SHRANK.origin(0, 0).offset())
                .isGreaterThan(EIGHT.origin(0, 1_000_000_000_000L).offset());
        assertThat(EIGHT.origin(3, 17)).isEqualTo(new RecordOrigin(3, 17));
        assertThat(SHRANK.origin(3, 17).recordOffset()).isEqualTo(17);
    }

    @Test
    void robotsMoveOnlyWhenAllIsReadAndNobodyElseReads() {
        TopicPartition one = new TopicPartition("t", 0);
        TopicPartition other = new TopicPartition("t", 1);
        Map<TopicPartition, OffsetAndMetadata> committed = Map.of(one, new OffsetAndMetadata(5));

        assertThat(Drained.isAll(1, committed, Map.of(one, 5L, other, 0L))).isTrue();
        assertThat(Drained.isAll(1, committed, Map.of(one, 6L, other, 0L))).isFalse();
        assertThat(Drained.isAll(1, committed, Map.of(one, 5L, other, 1L))).isFalse();
        assertThat(Drained.isAll(2, committed, Map.of(one, 5L, other, 0L))).isFalse();
    }

    private static Placing.Place here(int partition, long position) {
        return new Placing.Here(new RecordOrigin(partition, position));
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, String key) {
        return new ConsumerRecord<>(
                "t",
                partition,
                7,
                11,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(key),
                null,
                new RecordHeaders(),
                Optional.empty());
    }

    /** As librdkafka's default does it. */
    private static int crc32(String key, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(bytes(key));
        return (int) (crc.getValue() % partitions);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
