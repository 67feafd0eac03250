package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** M6: what retention took before it was read, and offsets that have expired. */
class ReadingStartTest {
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition TWO = new TopicPartition("t", 2);

    @Test
    void recordsThatWereNotReadAndAreGoneAreLost() {
        assertThat(verdict(Map.of(ONE, 5L, TWO, 9L), Map.of(ONE, 20L, TWO, 9L)))
                .isEqualTo(new ReadingStart.Verdict(Map.of(1, 15L), List.of()));
    }

    @Test
    void aPartitionWithRecordsAndWithoutAnOffsetIsReadAnew() {
        assertThat(verdict(Map.of(ONE, 5L), Map.of(ONE, 0L, TWO, 9L)))
                .isEqualTo(new ReadingStart.Verdict(Map.of(), List.of(2)));
    }

    @Test
    void anEmptyTopicIsNoNews() {
        assertThat(ReadingStart.Verdict.of(Map.of(), Map.of(ONE, 0L), Map.of(ONE, 0L)))
                .isEqualTo(new ReadingStart.Verdict(Map.of(), List.of()));
    }

    @Test
    void m7AnOffsetOfATopicThatWasDeletedSaysNothingOfTheOneThatWasMadeAnew() {
        assertThat(ReadingStart.ofAnotherTopic(
                        Map.of(ONE, new OffsetAndMetadata(4, "old"), TWO, new OffsetAndMetadata(4, "new")), "new"))
                .containsExactly(ONE);
        assertThat(ReadingStart.ofAnotherTopic(Map.of(ONE, new OffsetAndMetadata(4)), "new"))
                .isEmpty();
    }

    @Test
    void aMessageIsKnownForLongerThanItsRecordIsTakenForNew() {
        assertThat(Sorter.knownFor(Duration.ofDays(30)))
                .isEqualTo(Duration.ofDays(30).minusHours(1));
        assertThat(Sorter.knownFor(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(54));
    }

    private static ReadingStart.Verdict verdict(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> begins) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        committed.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        return ReadingStart.Verdict.of(offsets, begins, Map.of(ONE, 100L, TWO, 100L));
    }
}
