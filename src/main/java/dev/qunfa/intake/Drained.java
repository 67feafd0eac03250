package dev.qunfa.intake;

import dev.qunfa.health.Topics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether all that was produced has been stored, and nobody else reads: the only moment at which robots may move. Thread-safe. */
@ApplicationScoped
class Drained {
    private final Topics topics;
    private final IntakeConfig config;
    private final String group;

    Drained(
            Topics topics,
            IntakeConfig config,
            @ConfigProperty(name = "mp.messaging.incoming.requests.group.id") String group) {
        this.topics = topics;
        this.config = config;
        this.group = group;
    }

    /** False also if there is no telling. */
    Uni<Boolean> now(int partitions) {
        Admin admin = topics.admin();
        return Uni.combine()
                .all()
                .unis(members(admin), committed(admin), ends(admin, partitions))
                .with(Drained::isAll)
                .onFailure()
                .recoverWithItem(false);
    }

    static boolean isAll(
            int members, Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        return members <= 1
                && ends.entrySet().stream().allMatch(end -> {
                    OffsetAndMetadata read = committed.get(end.getKey());
                    return end.getValue() <= (read == null ? 0 : read.offset());
                });
    }

    private Uni<Integer> members(Admin admin) {
        return uni(admin.describeConsumerGroups(List.of(group)).all().toCompletionStage())
                .map(groups -> groups.get(group))
                .map(ConsumerGroupDescription::members)
                .map(members -> members.size());
    }

    private Uni<Map<TopicPartition, OffsetAndMetadata>> committed(Admin admin) {
        return uni(admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage());
    }

    private Uni<Map<TopicPartition, Long>> ends(Admin admin, int partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(config.topic(), partition), OffsetSpec.latest());
        }
        return uni(admin.listOffsets(asked).all().toCompletionStage()).map(Drained::offsets);
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ends.forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }

    private static <T> Uni<T> uni(CompletionStage<T> stage) {
        return Uni.createFrom().completionStage(stage);
    }
}
