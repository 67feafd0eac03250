package dev.qunfa;

import dev.qunfa.sandbox.EmbeddedBroker;
import dev.qunfa.sandbox.EmbeddedDatabase;
import dev.qunfa.sandbox.PlatformApp;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real database and a real broker for all component tests: started once, closed with the JVM. */
public final class Backend implements QuarkusTestResourceLifecycleManager {
    /** The app whose callbacks the service believes. */
    public static final PlatformApp APP = PlatformApp.sandbox("default", "http://localhost/");

    /** A partition that no consumer is ever given: its messages stay as a test leaves them. */
    public static final int UNOWNED_PARTITION = 9_999;

    /** Event streams that may be open at once. */
    public static final int MAX_STREAMS = 5;

    private static final int PARTITIONS = 8;

    private static EmbeddedBroker broker;
    private static EmbeddedDatabase database;

    public static EmbeddedDatabase database() {
        return database;
    }

    public static EmbeddedBroker broker() {
        return broker;
    }

    @Override
    public Map<String, String> start() {
        startOnce();
        Map<String, String> properties = new HashMap<>();
        properties.put("kafka.bootstrap.servers", broker.bootstrapServers());
        properties.put("quarkus.datasource.reactive.url", database.url());
        properties.put("quarkus.datasource.username", database.user());
        properties.put("quarkus.datasource.password", database.password());
        properties.put("qunfa.platform.base-url", "http://localhost:9");
        properties.put("qunfa.apps.default.app-key", APP.appKey());
        properties.put("qunfa.apps.default.app-secret", APP.appSecret());
        properties.put("qunfa.apps.default.callback-token", APP.callbackToken());
        properties.put("qunfa.apps.default.encoding-aes-key", APP.encodingAesKey());
        properties.put("quarkus.http.test-port", "0");
        properties.put("qunfa.requests.serve-strays", "false");
        properties.put("qunfa.callback.timeout", "3s");
        properties.put("qunfa.api.streams.max", Integer.toString(MAX_STREAMS));
        properties.put("qunfa.api.streams.heartbeat", "500ms");
        return properties;
    }

    /** The next test class may need the same parts. */
    @Override
    public void stop() {}

    private static synchronized void startOnce() {
        if (database == null) {
            database = EmbeddedDatabase.startFast();
            broker = EmbeddedBroker.start();
            List.of("qunfa.requests", "qunfa.results", "qunfa.requests.dlq")
                    .forEach(topic -> broker.createTopic(topic, PARTITIONS));
            Runtime.getRuntime().addShutdownHook(new Thread(Backend::close));
        }
    }

    private static void close() {
        broker.close();
        database.close();
    }
}
