package dev.qunfa.results;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/**
 * How large a batch the results topic takes. Read only when there is reason to: a batch of several events that is larger is refused as a
 * whole, and a producer that makes such batches splits them for ever.
 */
final class TopicLimit {
    private static final Logger LOG = Logger.getLogger(TopicLimit.class);
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(3).toMillis();

    private final Map<String, Object> settings;
    private final ConfigResource topic;

    /** @param broker how to reach it */
    TopicLimit(Map<String, Object> broker, String topic) {
        this.settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "qunfa-results-limit");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        this.topic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** In bytes; empty if the broker does not say, or does not let this service know. Blocks for some seconds at most. */
    OptionalInt read() throws InterruptedException {
        try (Admin admin = Admin.create(settings)) {
            return OptionalInt.of(Integer.parseInt(admin.describeConfigs(List.of(topic))
                    .all()
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .get(topic)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value()));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debugf("The limit of the results topic is not known: %s", Reason.of(e));
            return OptionalInt.empty();
        }
    }
}
