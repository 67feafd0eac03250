package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.Items;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.sandbox.EmbeddedBroker;
import dev.qunfa.store.EventKey;
import dev.qunfa.store.HeldEvent;
import dev.qunfa.store.OutboxEntry;
import dev.qunfa.store.OutboxRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real producer and a real broker. */
class PublisherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST = 500;
    private static final Runnable NOBODY = () -> {};

    private static EmbeddedBroker broker;
    private static Admin admin;

    private final AtomicLong ahead = new AtomicLong();
    private final Sequences sequences = new Sequences(100, 100);
    private String topic;
    private ResultsProducer producer;
    private Flows flows;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void createTopic() {
        topic = "results-" + UUID.randomUUID();
        broker.createTopic(topic, 2);
        ResultsConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(ResultsConfig.class)
                .withDefaultValue("qunfa.results.topic", topic)
                .build()
                .getConfigMapping(ResultsConfig.class);
        producer = new ResultsProducer(
                Map.of("bootstrap.servers", broker.bootstrapServers()), config, new SimpleMeterRegistry());
    }

    @AfterEach
    void closeProducer() {
        producer.close();
    }

    private Publisher publisher(Runnable answered) throws Exception {
        flows = new Flows(MOST, () -> System.nanoTime() + ahead.get());
        flows.beginRound(producer.open());
        return new Publisher(producer, flows, sequences, answered);
    }

    private void limit(int bytes) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp op = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(op))).all().get();
    }

    private static OutboxEntry event(long messageId, int seq, int size) {
        Snapshot message = new Snapshot(
                "m-" + messageId,
                new Target("default", "r", "g"),
                null,
                MessageStatus.ACCEPTED,
                new Items(List.of()),
                1,
                null,
                "\"" + "x".repeat(size) + "\"");
        Emission what = new Emission(EventType.ACCEPTED, seq, 0, null);
        return new OutboxEntry(
                messageId,
                new StatusEvent(new UUID(messageId, seq), what, message, Instant.EPOCH),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static OutboxRow row(long id, OutboxEntry... events) {
        return new OutboxRow(id, 0, List.of(events));
    }

    private static List<Long> acknowledged(Publisher publisher) {
        return publisher.acknowledged().stream().map(OutboxRow::id).toList();
    }

    private void publishMany(Publisher publisher) throws PublishingException {
        for (int i = 1; i <= 200; i++) {
            publisher.publish(row(i, event(i, 1, 900)), Map.of());
        }
    }

    @Test
    void i12ATopicThatTakesLessThanABatchOfTheProducerIsServedWithSmallerBatches() throws Exception {
        limit(4_096);
        Publisher first = publisher(NOBODY);
        publishMany(first);
        Awaitility.await().atMost(PATIENCE).until(producer::makesTooLargeBatches);

        producer.makeSmallerBatches();
        producer.reset();
        Publisher second = publisher(NOBODY);
        publishMany(second);

        Awaitility.await().atMost(PATIENCE).until(() -> second.acknowledged().size() == 200);
        assertThat(producer.makesTooLargeBatches()).isFalse();
        second.throwIfFailed();
    }

    @Test
    void i12AnEventThatTheBrokerRefusesCostsItsMessageOnly() throws Exception {
        limit(4_096);
        Publisher publisher = publisher(NOBODY);
        publisher.publish(row(7, event(1, 1, 9_000)), Map.of());
        Awaitility.await().atMost(PATIENCE).until(publisher::noteRefusals);
        publisher.publish(row(8, event(2, 1, 10), event(1, 2, 10)), Map.of());
        Awaitility.await().atMost(PATIENCE).until(() -> publisher.toHold().size() == 2);

        RowUnderway held = publisher.toHold().get(1);
        assertThat(publisher.toHold().get(0).held())
                .containsExactly(new HeldEvent(7, new EventKey(1, 1), 0, HeldEvent.ITSELF));
        assertThat(held.held()).containsExactly(new HeldEvent(8, new EventKey(1, 2), 0, HeldEvent.ITSELF));
        assertThat(held.published()).containsExactly(new EventKey(2, 1));
        assertThat(publisher.takeComplaint()).contains("seq 1 of the message with the key 1", "RecordTooLarge");
        assertThat(acknowledged(publisher)).isEmpty();
        publisher.throwIfFailed();
    }

    @Test
    void i7WhatComesAfterAnEventThatWaitsWaitsToo() throws Exception {
        limit(4_096);
        producer.readLimit();
        Publisher publisher = publisher(NOBODY);
        publisher.publish(row(7, event(1, 1, 9_000)), Map.of());
        publisher.publish(row(8, event(1, 2, 10), event(2, 1, 10)), Map.of());
        publisher.publish(row(9, event(3, 5, 10)), Map.of(3L, 1));
        Awaitility.await().atMost(PATIENCE).until(() -> publisher.toHold().size() == 3);

        assertThat(publisher.toHold().stream().flatMap(row -> row.held().stream()))
                .containsExactly(
                        new HeldEvent(7, new EventKey(1, 1), 0, HeldEvent.ITSELF),
                        new HeldEvent(8, new EventKey(1, 2), 0, HeldEvent.ITSELF),
                        new HeldEvent(9, new EventKey(3, 5), 0, 1));
    }

    @Test
    void i12AnEventThatCannotBeReadOrWrittenCostsItsMessageOnly() throws Exception {
        Publisher publisher = publisher(NOBODY);
        OutboxEntry broken = new OutboxEntry(4, event(4, 1, 10).event(), null);
        publisher.publish(new OutboxRow(7, 0, List.of(event(1, 1, 10), broken), List.of(new EventKey(3, 2))), Map.of());
        Awaitility.await().atMost(PATIENCE).until(() -> !publisher.toHold().isEmpty());

        assertThat(publisher.toHold().get(0).held())
                .extracting(HeldEvent::key)
                .containsExactly(new EventKey(4, 1), new EventKey(3, 2));
        assertThat(publisher.toHold().get(0).published()).containsExactly(new EventKey(1, 1));
    }

    @Test
    void i11AProducerWhoseThreadHasEndedIsMadeAnewWithoutWaitingForIt() throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        Publisher first = publisher(() -> {
            killed.set(true);
            throw new StackOverflowError("on purpose");
        });
        first.publish(row(1, event(1, 1, 10)), Map.of());
        Awaitility.await().atMost(PATIENCE).untilTrue(killed);
        for (int i = 2; i <= 20; i++) {
            first.publish(row(i, event(i, 1, 10)), Map.of());
        }
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> first.acknowledged().size() < 20);
        ahead.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(flows.silence()).isGreaterThan(RelayRound.SILENCE);

        producer.reset();
        Publisher second = publisher(NOBODY);
        IntStream.rangeClosed(1, 20).forEach(i -> publish(second, i));

        Awaitility.await().atMost(PATIENCE).until(() -> second.acknowledged().size() == 20);
    }

    private static void publish(Publisher publisher, int i) {
        try {
            publisher.publish(row(i, event(i, 1, 10)), Map.of());
        } catch (PublishingException e) {
            throw new IllegalStateException(e);
        }
    }
}
