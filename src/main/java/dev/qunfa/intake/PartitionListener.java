package dev.qunfa.intake;

import dev.qunfa.partition.OwnedPartitions;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Hears from the consumer group which partitions this replica serves. Called on the consumer's thread. */
@ApplicationScoped
@Identifier("requests")
class PartitionListener implements KafkaConsumerRebalanceListener {
    private final OwnedPartitions owned;
    private final Offsets offsets;
    private final StrayWatch strays;
    private final ReadingStart start;

    PartitionListener(
            OwnedPartitions owned,
            @Identifier(Offsets.STRATEGY) Offsets offsets,
            StrayWatch strays,
            ReadingStart start,
            Homes homes) {
        this.owned = owned;
        this.offsets = offsets;
        this.strays = strays;
        this.start = start;
        offsets.labelBy(homes::topicId);
        homes.onAnotherTopic(offsets::readAnew);
        owned.confirmBy(partition -> offsets.isStillOurs(strays.carrier(partition)));
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        owned.assigned(strays.with(numbers(partitions)));
        start.check(consumer, partitions);
        strays.lookSoon();
    }

    /** Also when they are lost without having been asked for: then the last commit is refused. */
    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        owned.revoked(strays.without(numbers(partitions)));
        offsets.handOver(consumer, partitions);
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toUnmodifiableSet());
    }
}
