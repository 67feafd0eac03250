package dev.qunfa.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Processes;
import dev.qunfa.sandbox.tour.Part;
import dev.qunfa.sandbox.tour.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Starts the service, sends it a message as soon as it is ready, and stops it. One thread. */
final class Starts implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(10);
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
        warmUp();
    }

    /** The first record of a new producer at a new broker takes a quarter of a second, which is not the service's. */
    private void warmUp() {
        producer.send(new ProducerRecord<>(Subject.LIMIT.requests(), new byte[0]));
        producer.flush();
    }

    /**
     * What one start took.
     *
     * @param name of the start
     * @param ready seconds from the start of the JVM to the first {@code 200} of its readiness, which is asked for every 10 ms
     * @param cpu seconds of the processor that the service used until then
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

    Started start(String name) throws IOException, StartFailure, InterruptedException {
        long begun = System.currentTimeMillis();
        Part service = machine.launchService();
        Simulator health = new Simulator(machine.serviceUrl());
        service.awaitReady(() -> health.answersOk("/q/health/ready"), POLL, LIMIT);
        long ready = System.currentTimeMillis();
        double cpu = Processes.cpuSeconds(service.pid());
        long posted = post(new Load("start-" + name.replace(' ', '-') + "-", 1, 0, new Load.Shape(1, 1, 1, 300)));
        machine.stop(service);
        return new Started(name, (ready - begun) / 1e3, cpu, (posted - ready) / 1e3);
    }

    /** What is in the middle, of each number by itself. */
    static Started median(String name, List<Started> starts) {
        return new Started(
                name, median(starts, Started::ready), median(starts, Started::cpu), median(starts, Started::post));
    }

    private static double median(List<Started> starts, ToDoubleFunction<Started> number) {
        double[] sorted = starts.stream().mapToDouble(number).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** When the platform had it, in milliseconds since 1970. */
    private long post(Load load) throws StartFailure, InterruptedException {
        producer.send(new ProducerRecord<>(
                Subject.SERVICE.requests(),
                load.robotOf(0).getBytes(StandardCharsets.UTF_8),
                new Requests(load).of(0)));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            JsonNode posts = platform.posts(load);
            if (!posts.isEmpty()) {
                return posts.get(0).path("arrived_at").asLong();
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        throw new StartFailure("The service was ready, but did not post its first message within " + LIMIT.toSeconds()
                + " s; its log is under target/sandbox/logs.");
    }

    @Override
    public void close() {
        producer.close();
        database.close();
    }
}
