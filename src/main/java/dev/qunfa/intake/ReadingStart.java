package dev.qunfa.intake;

import dev.qunfa.health.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Compares where a partition is to be read on with where its log begins: records that retention took before they were read are gone
 * without a word otherwise, and so is the news that offsets have expired. On the consumer's thread.
 */
@ApplicationScoped
class ReadingStart {
    private static final Logger LOG = Logger.getLogger(ReadingStart.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Offsets offsets;
    private final IntakeMeters meters;
    private final Topics topics;
    private final IntakeConfig config;

    ReadingStart(
            @Identifier(Offsets.STRATEGY) Offsets offsets, IntakeMeters meters, Topics topics, IntakeConfig config) {
        this.offsets = offsets;
        this.meters = meters;
        this.topics = topics;
        this.config = config;
    }

    /**
     * How partitions are read on.
     *
     * @param lost how many records were not read and are gone, by partition
     * @param anew the partitions that have no committed offset, and records
     */
    record Verdict(Map<Integer, Long> lost, List<Integer> anew) {
        static Verdict of(
                Map<TopicPartition, OffsetAndMetadata> committed,
                Map<TopicPartition, Long> begins,
                Map<TopicPartition, Long> ends) {
            Map<Integer, Long> lost = new HashMap<>();
            List<Integer> anew = new ArrayList<>();
            begins.forEach((partition, begin) -> {
                OffsetAndMetadata offset = committed.get(partition);
                if (offset == null && ends.getOrDefault(partition, 0L) > 0) {
                    anew.add(partition.partition());
                } else if (offset != null && offset.offset() < begin) {
                    lost.put(partition.partition(), begin - offset.offset());
                }
            });
            anew.sort(null);
            return new Verdict(lost, anew);
        }
    }

    /** Before anything of the partitions is read. A broker that does not answer soon is not waited for. */
    void check(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Set<TopicPartition> all = new HashSet<>(partitions);
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(consumer.committed(all, PATIENCE));
            committed.values().removeIf(offset -> offset == null);
            forgetThoseOfAnotherTopic(consumer, committed);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, PATIENCE);
            offsets.readOnFrom(committed, begins);
            tell(Verdict.of(committed, begins, consumer.endOffsets(all, PATIENCE)));
        } catch (KafkaException e) {
            LOG.infof(
                    "It cannot be told whether records of %s are gone that were never read. %s",
                    partitions, e.getMessage());
        }
    }

    /** The last commit of a topic that was deleted may come after another one was made under its name. */
    private void forgetThoseOfAnotherTopic(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> committed) {
        Topics.Finding found = topics.look(config.topic())
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> new Topics.Unknown("no answer"))
                .await()
                .indefinitely();
        if (found instanceof Topics.Present present) {
            Set<TopicPartition> foreign = ofAnotherTopic(committed, present.id());
            if (!foreign.isEmpty()) {
                LOG.warnf(
                        "The committed offsets of %s are those of another topic of this name; they are read from their beginning.",
                        foreign);
                committed.keySet().removeAll(foreign);
                consumer.seekToBeginning(foreign);
            }
        }
    }

    static Set<TopicPartition> ofAnotherTopic(Map<TopicPartition, OffsetAndMetadata> committed, String id) {
        Set<TopicPartition> foreign = new HashSet<>();
        committed.forEach((partition, offset) -> {
            if (!offset.metadata().isEmpty() && !offset.metadata().equals(id)) {
                foreign.add(partition);
            }
        });
        return foreign;
    }

    private void tell(Verdict verdict) {
        verdict.lost().forEach((partition, number) -> {
            meters.lost(partition, number);
            LOG.warnf(
                    "Partition %d of the requests topic: the topic's retention took %d offsets before they were read.",
                    partition, number);
        });
        if (!verdict.anew().isEmpty()) {
            LOG.warnf(
                    "Partitions %s of the requests topic have no committed offset: the group is new, or its offsets have expired. They"
                            + " are read from their beginning; what was stored is known by its msg_id for QUNFA_RETENTION.",
                    verdict.anew());
        }
    }
}
