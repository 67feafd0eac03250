package dev.qunfa.health;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * What the broker says of the service's topics, asked every few seconds. Nothing of the service creates a topic: one that is missing
 * is told in the log, again each minute, and waited for. Thread-safe; answers arrive on the admin client's thread.
 */
@ApplicationScoped
public class Topics {
    /** What is known of a topic. */
    public sealed interface Finding {}

    /**
     * It is there.
     *
     * @param id of this very topic: one that is deleted and made anew under the same name has another
     */
    public record Present(String id, int partitions) implements Finding {}

    /** The broker has no such topic. */
    public record Missing() implements Finding {}

    /** Nobody answered, or it may not be asked for. */
    public record Unknown(String why) implements Finding {}

    private static final Logger LOG = Logger.getLogger(Topics.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();
    private final Map<String, FailureLog> logs = new ConcurrentHashMap<>();
    private Admin admin;

    /** @param broker the settings of its clients */
    public Topics(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "qunfa-topics");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
    }

    /** What was found last; empty if it was never asked for. */
    public Optional<Finding> latest(String topic) {
        return Optional.ofNullable(findings.get(topic));
    }

    /** Whether the broker said last that there is no such topic. */
    public boolean isMissing(String topic) {
        return findings.get(topic) instanceof Missing;
    }

    /** All that was asked for, by name. */
    public Map<String, Finding> all() {
        return new TreeMap<>(findings);
    }

    /** Asks the broker; never fails. */
    public Uni<Finding> look(String topic) {
        return Uni.createFrom()
                .completionStage(() -> admin().describeTopics(List.of(topic))
                        .topicNameValues()
                        .get(topic)
                        .toCompletionStage())
                .<Finding>map(Topics::present)
                .onFailure()
                .recoverWithItem(Topics::absent)
                .invoke(finding -> found(topic, finding));
    }

    /** For other questions to the broker; the caller does not close it. */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private void found(String topic, Finding finding) {
        findings.put(topic, finding);
        FailureLog log = logs.computeIfAbsent(topic, name -> new FailureLog(LOG));
        if (finding instanceof Missing) {
            log.failed("The topic " + topic + " does not exist; the service waits for it and does not create it.");
        } else if (finding instanceof Unknown unknown) {
            log.failed("The broker does not say what it knows of the topic " + topic + ": " + unknown.why());
        } else if (finding instanceof Present present) {
            log.succeeded("The topic " + topic + " is there, with " + present.partitions() + " partitions.");
        }
    }

    private static Finding present(TopicDescription topic) {
        boolean hasId = topic.topicId() != null && !Uuid.ZERO_UUID.equals(topic.topicId());
        return new Present(
                hasId ? topic.topicId().toString() : topic.name(),
                topic.partitions().size());
    }

    private static Finding absent(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof UnknownTopicOrPartitionException
                ? new Missing()
                : new Unknown(cause.getClass().getSimpleName());
    }
}
