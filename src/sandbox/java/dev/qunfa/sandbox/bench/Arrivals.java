package dev.qunfa.sandbox.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the results topic while a run lasts: counts final events, takes their latency from the moment the request was due,
 * and checks that each message has its events in the order of {@code seq} and one final one. A thread of its own.
 */
final class Arrivals implements Due, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.UTF_8);

    private final Load load;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicLongArray due;
    private final byte[] lastSeq;
    private final boolean[] isFinal;
    private final Latencies latencies = new Latencies();
    private final CountDownLatch all = new CountDownLatch(1);
    private final Thread thread = new Thread(this::follow, "arrivals");
    private volatile int finals;
    private volatile long lastFinalAt;
    private int misplaced;
    private int repeated;

    Arrivals(String bootstrapServers, String topic, Load load) {
        this.load = load;
        this.due = new AtomicLongArray(load.messages());
        this.lastSeq = new byte[load.messages()];
        this.isFinal = new boolean[load.messages()];
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 100),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic).forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void due(int number, long nanoTime) {
        due.set(number, nanoTime);
    }

    int finals() {
        return finals;
    }

    /** False if not every message had its final event in time. */
    boolean await(Duration limit) throws InterruptedException {
        return all.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Seconds from the first due request to the last final event. */
    double seconds() {
        return (lastFinalAt - due.get(0)) / 1e9;
    }

    /** Only after {@link #close()}. */
    Latencies latencies() {
        return latencies;
    }

    /** What is wrong with the events; empty if nothing is. Only after {@link #close()}. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (finals < load.messages()) {
            problems.add((load.messages() - finals) + " messages without a final event");
        }
        if (misplaced > 0) {
            problems.add(misplaced + " events with a seq that is not the next");
        }
        if (repeated > 0) {
            problems.add(repeated + " events after the final one");
        }
        return problems;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }

    private void follow() {
        try {
            while (true) {
                consumer.poll(POLL).forEach(this::take);
            }
        } catch (WakeupException stopped) {
            return;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        int number = load.numberOf(record.key());
        if (number < 0 || number >= load.messages()) {
            return;
        }
        int seq = seq(record.value());
        if (isFinal[number]) {
            repeated++;
        } else if (seq != lastSeq[number] + 1) {
            misplaced++;
        }
        lastSeq[number] = (byte) seq;
        Header last = record.headers().lastHeader("qunfa-final");
        if (last != null && last.value()[0] == 't' && !isFinal[number]) {
            isFinal[number] = true;
            finished(number);
        }
    }

    private void finished(int number) {
        long now = System.nanoTime();
        latencies.record(due.get(number) - due.get(0), now - due.get(number));
        lastFinalAt = now;
        finals++;
        if (finals == load.messages()) {
            all.countDown();
        }
    }

    private static int seq(byte[] event) {
        for (int at = 0; at + SEQ.length < event.length; at++) {
            int same = 0;
            while (same < SEQ.length && event[at + same] == SEQ[same]) {
                same++;
            }
            if (same == SEQ.length) {
                return number(event, at + same);
            }
        }
        return -1;
    }

    private static int number(byte[] text, int from) {
        int number = 0;
        for (int i = from; i < text.length && text[i] >= '0' && text[i] <= '9'; i++) {
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }
}
