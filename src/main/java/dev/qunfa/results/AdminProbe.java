package dev.qunfa.results;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Asks the broker who belongs to it, in the background, and only while somebody wants to know. */
@ApplicationScoped
class AdminProbe implements BrokerProbe {
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(3).toMillis();
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final Map<String, Object> settings;
    private Admin admin;
    private long askedAt;
    private boolean isAsking;
    private volatile boolean reachable;

    AdminProbe(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "qunfa-results-probe");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    }

    @Override
    public synchronized boolean isReachable() {
        long now = System.nanoTime();
        if (!isAsking && (admin == null || now - askedAt > FRESH_NANOS)) {
            askedAt = now;
            isAsking = true;
            ask();
        }
        return reachable;
    }

    private void ask() {
        try {
            if (admin == null) {
                admin = Admin.create(settings);
            }
            admin.describeCluster().nodes().whenComplete((nodes, failure) -> answered(failure == null));
        } catch (KafkaException e) {
            // Its address cannot be resolved.
            answered(false);
        }
    }

    private synchronized void answered(boolean isThere) {
        reachable = isThere;
        isAsking = false;
    }

    @PreDestroy
    void close() {
        Admin open;
        synchronized (this) {
            open = admin;
            admin = null;
        }
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
