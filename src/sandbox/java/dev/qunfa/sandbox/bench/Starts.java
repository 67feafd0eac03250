package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import dev.qunfa.sandbox.tour.Part;
import dev.qunfa.sandbox.tour.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Starts the service, sends it a message as soon as it is ready, and stops it. One thread. */
final class Starts implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Machine machine;
    private final Simulator platform;
    private final DatabaseMeter database;
    private final KafkaProducer<byte[], byte[]> producer;

    Starts(Machine machine) {
        this.machine = machine;
        this.platform = new Simulator(machine.platformUrl());
        this.database = new DatabaseMeter(machine.databaseUrl());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", machine.broker()), new ByteArraySerializer(), new ByteArraySerializer());
        producer.partitionsFor(Subject.SERVICE.requests());
    }

    /**
     * What one start took.
     *
     * @param name of the start
     * @param ready seconds from when the JVM is told to start to the first {@code 200} of its readiness, which is asked for every 25 ms
     * @param cpu seconds of the processor that the service used until then, the answers to these questions included
     * @param post seconds from then, which is when a request is produced, to its POST at the platform
     */
    record Started(String name, double ready, double cpu, double post) {
        Map<String, Object> values() {
            return Map.of("start", name, "ready_seconds", ready, "cpu_seconds", cpu, "first_post_seconds", post);
        }
    }

    /** Takes away all that the service has in its database, its schema included. */
    void emptyDatabase() {
        database.execute("drop schema public cascade; create schema public");
    }

    /** Ends when the callback of the message that it sends is taken: what is left undone would be the next start's to do. */
    Started start(String name) throws IOException, StartFailure, InterruptedException {
        long taken = callbacksTaken();
        long begun = System.currentTimeMillis();
        Part service = machine.launchService();
        Simulator health = new Simulator(machine.serviceUrl());
        service.awaitReady(() -> health.answersOk("/q/health/ready"), POLL, LIMIT);
        long ready = System.currentTimeMillis();
        double cpu = Processes.cpuSeconds(service.pid());
        Load one = new Load("start-" + name.replaceAll("[^a-z0-9]+", "-") + "-", 1, 0, new Load.Shape(1, 1, 1, 300));
        produce(one);
        long posted = posted(one);
        await(() -> callbacksTaken() > taken, "took no callback");
        machine.stop(service);
        return new Started(name, (ready - begun) / 1e3, cpu, (posted - ready) / 1e3);
    }

    private long callbacksTaken() {
        return platform.stats().path("callbacks_taken").asLong();
    }

    /** What is in the middle, of each number by itself. */
    static Started median(String name, List<Started> starts) {
        return new Started(
                name,
                Medians.middle(starts, Started::ready),
                Medians.middle(starts, Started::cpu),
                Medians.middle(starts, Started::post));
    }

    private void produce(Load load) throws InterruptedException {
        byte[] key = load.robotOf(0).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(Subject.SERVICE.requests(), key, new Requests(load).of(0)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The first request could not be produced; look at the broker.", e.getCause());
        }
    }

    /** When the platform had it, in milliseconds since 1970. */
    private long posted(Load load) throws StartFailure, InterruptedException {
        await(() -> !platform.posts(load, 0).isEmpty(), "did not post its first message");
        return platform.posts(load, 0).get(0).path("arrived_at").asLong();
    }

    private static void await(BooleanSupplier condition, String failure) throws StartFailure, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new StartFailure("The service was ready, but " + failure + " within " + LIMIT.toSeconds()
                        + " s; its log is under target/sandbox/logs.");
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() {
        producer.close();
        database.close();
    }
}
