package dev.qunfa.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.SendRequests;
import dev.qunfa.sandbox.EmbeddedBroker;
import dev.qunfa.sandbox.EmbeddedDatabase;
import dev.qunfa.sandbox.PlatformApp;
import dev.qunfa.sandbox.PlatformOptions;
import dev.qunfa.sandbox.SimulatedPlatform;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A real broker, a real (durable) database, the simulated platform, and the packaged service in its own process. */
final class Stage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 8;

    final EmbeddedBroker broker = EmbeddedBroker.start();
    final EmbeddedDatabase database = EmbeddedDatabase.start();
    final SimulatedPlatform platform = SimulatedPlatform.start(PlatformOptions.defaults());
    final ServiceProcess service;
    final Map<String, String> environment;
    final RecordedTopic results;
    final RecordedTopic deadLetters;
    private final KafkaProducer<byte[], byte[]> producer;

    Stage(Map<String, String> extra) throws Exception {
        List.of("qunfa.requests", "qunfa.results", "qunfa.requests.dlq")
                .forEach(topic -> broker.createTopic(topic, PARTITIONS));
        PlatformApp app = PlatformApp.sandbox("default", "http://localhost/");
        environment = environment(app, extra);
        service = new ServiceProcess(environment);
        platform.register(app.callingBack("http://localhost:" + service.port() + "/callbacks/qopen"));
        results = new RecordedTopic(broker.bootstrapServers(), "qunfa.results");
        deadLetters = new RecordedTopic(broker.bootstrapServers(), "qunfa.requests.dlq");
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        4_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        service.start();
        awaitReady();
    }

    void awaitReady() {
        Awaitility.await().atMost(PATIENCE).until(service::isReady);
    }

    void send(SendRequests request, String robot) {
        produce(robot, request.toBytes());
    }

    void produce(String key, byte[] value) {
        producer.send(new ProducerRecord<>("qunfa.requests", key.getBytes(StandardCharsets.UTF_8), value));
    }

    void flush() {
        producer.flush();
    }

    JsonNode message(String msgId) {
        return RecordedTopic.json(service.get(path(msgId)).body());
    }

    String path(String msgId) {
        return "/api/v1/messages/"
                + URLEncoder.encode(msgId, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Waits for the message's final event; its status. */
    String finalStatus(String msgId) {
        Awaitility.await("final event of " + msgId).atMost(PATIENCE).until(() -> results.of(msgId).stream()
                .anyMatch(event -> event.get("final").asBoolean()));
        List<JsonNode> events = results.of(msgId);
        return events.get(events.size() - 1).get("status").asText();
    }

    @Override
    public void close() throws Exception {
        service.close();
        producer.close();
        results.close();
        deadLetters.close();
        platform.close();
        database.close();
        broker.close();
    }

    private Map<String, String> environment(PlatformApp app, Map<String, String> extra) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("DB_URL", database.url());
        environment.put("DB_USER", database.user());
        environment.put("DB_PASSWORD", database.password());
        environment.put("QUNFA_PLATFORM_BASE_URL", platform.baseUrl());
        environment.put("QUNFA_APPS_DEFAULT_APP_KEY", app.appKey());
        environment.put("QUNFA_APPS_DEFAULT_APP_SECRET", app.appSecret());
        environment.put("QUNFA_APPS_DEFAULT_CALLBACK_TOKEN", app.callbackToken());
        environment.put("QUNFA_APPS_DEFAULT_ENCODING_AES_KEY", app.encodingAesKey());
        environment.putAll(extra);
        return environment;
    }
}
