package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.Post;
import dev.qunfa.sandbox.faults.check.Fate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The parts of a drill, its producer, and when each message had its final event. One thread. */
final class DrillStage implements AutoCloseable {

    private static final long READY_SECONDS = 90;
    private static final long POLL_MILLIS = 50;
    private static final int CALLBACKS_AT_ONCE = 64;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * One message of a drill.
     *
     * @param deadLine Unix seconds, 0 for none
     */
    record Message(String id, String robot, String group, long deadLine) {

        private byte[] bytes() {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("msg_id", id);
            request.put("robot_id", robot);
            request.put("group_id", group);
            if (deadLine > 0) {
                request.put("dead_line", deadLine);
            }
            request.put("msg_list", List.of(Map.of("msg_num", 1, "msg_type", 1, "msg_content", "开团啦 " + id)));
            return Json.bytes(request);
        }
    }

    /**
     * How a message ended.
     *
     * @param at when its final event was read, Unix milliseconds
     * @param type of that event, such as {@code dev.qunfa.message.sent.v1}
     */
    record End(long at, String type) {}

    final Stage parts;
    /** When each message was due, Unix milliseconds. */
    final Map<String, Long> due = new ConcurrentHashMap<>();

    final Map<String, End> ends = new ConcurrentHashMap<>();
    private final long seed;
    private final int rounds;
    private final Producer producer;
    private final TopicFollower follower;

    /**
     * @param seed of what a drill leaves to chance
     * @param rounds how often a drill repeats what it does; 0 for as often as it would by itself
     */
    DrillStage(Drill drill, Path jar, Path logs, long seed, int rounds) {
        this.seed = seed;
        this.rounds = rounds;
        parts = new Stage(jar, logs, drill.replicas(), drill.settings(), CALLBACKS_AT_ONCE);
        producer = new Producer(parts.broker.bootstrapServers());
        follower = new TopicFollower(parts.broker.bootstrapServers(), List.of(TopicJournal.RESULTS), this::see);
    }

    private void see(ConsumerRecord<byte[], byte[]> event) {
        if ("true".equals(text(event.headers().lastHeader("qunfa-final")))) {
            String type = text(event.headers().lastHeader("ce_type"));
            ends.putIfAbsent(
                    new String(event.key(), StandardCharsets.UTF_8), new End(System.currentTimeMillis(), type));
        }
    }

    private static String text(Header header) {
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    long seed() {
        return seed;
    }

    /** As asked for, or else that many. */
    int rounds(int otherwise) {
        return rounds == 0 ? otherwise : rounds;
    }

    void awaitReplicas() throws InterruptedException {
        parts.replicas.forEach(Replica::start);
        for (Replica each : parts.replicas) {
            if (!await(READY_SECONDS, each::isReady)) {
                throw new IllegalStateException(each.name() + " did not become ready; see " + each.log());
            }
        }
    }

    /** Produces at an even pace; 0 for as fast as possible. */
    void produce(int count, int perSecond, IntFunction<Message> messages) throws InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long wait = perSecond == 0 ? 0 : begin + i * NANOS / perSecond - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
            Message message = messages.apply(i);
            due.put(message.id(), System.currentTimeMillis() + Math.min(0, wait) / 1_000_000);
            producer.send("", new Planned(0, message.robot(), Fate.VALID, message.id(), message.bytes(), 0));
        }
        producer.flush();
    }

    /** Whether every message that was produced so far has its final event in time. */
    boolean awaitEnds(long seconds) throws InterruptedException {
        return await(seconds, () -> ends.size() >= due.size());
    }

    /** How many messages were taken by the platform more than once. */
    long takenTwice() {
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (Post post : parts.platform.posts()) {
            if ("taken".equals(post.verdict())) {
                taken.merge(post.msgId(), 1, Integer::sum);
            }
        }
        return taken.values().stream().filter(times -> times > 1).count();
    }

    static boolean await(long seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + seconds * NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    @Override
    public void close() {
        producer.close();
        follower.close();
        parts.close();
    }
}
