package dev.qunfa.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qunfa.sandbox.EmbeddedDatabase;
import dev.qunfa.sandbox.Post;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The primary of two databases dies, and its standby lacks the last commits, because replication did not wait for it. Messages that
 * were POSTed wait there as if nobody had. What only the first database held is lost; but nothing that was POSTed is POSTed again,
 * what the second one has comes to its end, a message's events have no gap, and the service goes on by itself.
 */
final class FailoverDrill implements Drill {

    private static final int ROBOTS = 20;
    private static final int GROUPS = 200;
    private static final int BACKLOG = 1_600;
    private static final int PER_SECOND = 50;
    private static final int AFTER = PER_SECOND * 15;
    private static final long LAG_SECONDS = 3;
    private static final long PATIENCE_SECONDS = 100;
    private static final String QUEUED = "select msg_id from message where status = 'QUEUED'";
    private static final String OPEN =
            "select msg_id from message where status in ('QUEUED', 'SENDING', 'IN_DOUBT', 'ACCEPTED')";
    private static final String UNCONFIRMED = "select msg_id from message where status = 'UNCONFIRMED'";
    private static final String SENT_AFTER =
            "select msg_id from message where status = 'SENT' and msg_id like 'after-%'";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Set<Integer>> seqs = new ConcurrentHashMap<>();

    /** Nobody is to wait for whole windows for what is in doubt, or for callbacks that only the first database had. */
    @Override
    public Map<String, String> settings() {
        return Map.of(
                "QUNFA_DISPATCH_ROBOT_RATE", "10/1s",
                "QUNFA_PLATFORM_TIMEOUT", "2s",
                "QUNFA_DISPATCH_ATTEMPT_GRACE", "3s",
                "QUNFA_IN_DOUBT_WINDOW", "10s",
                "QUNFA_CONFIRMATION_WINDOW", "20s");
    }

    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        Stage parts = stage.parts;
        try (Proxy replication = parts.proxyTo(parts.database.port());
                EmbeddedDatabase standby = parts.database.startStandby(replication.port());
                TopicFollower events =
                        new TopicFollower(parts.broker.bootstrapServers(), List.of(TopicJournal.RESULTS), this::see)) {
            stage.produce(BACKLOG, 0, i -> message("before-", i));
            DrillStage.await(
                    PATIENCE_SECONDS,
                    () -> standby.texts("select msg_id from message").size() >= BACKLOG);
            replication.stall();
            TimeUnit.SECONDS.sleep(LAG_SECONDS);
            parts.database.kill();
            replication.cut();
            Set<String> postedUnheard = promoted(standby, stage);
            parts.toDatabase.forEach(way -> way.leadTo(standby.port()));
            stage.produce(AFTER, PER_SECOND, i -> message("after-", i));
            return figures(stage, standby, postedUnheard);
        }
    }

    /** The messages that the new primary takes for such as were never POSTed. */
    private static Set<String> promoted(EmbeddedDatabase standby, DrillStage stage) {
        standby.promote();
        Set<String> unheard = new HashSet<>(standby.texts(QUEUED));
        unheard.retainAll(stage.parts.platform.posts().stream().map(Post::msgId).toList());
        return unheard;
    }

    private List<Figure> figures(DrillStage stage, EmbeddedDatabase standby, Set<String> postedUnheard)
            throws InterruptedException {
        boolean ended =
                DrillStage.await(PATIENCE_SECONDS, () -> standby.texts(OPEN).isEmpty());
        DrillStage.await(PATIENCE_SECONDS, () -> standby.texts("select id::text from outbox")
                .isEmpty());
        return List.of(
                Figure.atLeast("messages posted that the new primary had QUEUED", postedUnheard.size(), 1),
                Figure.atMost("messages taken twice by the platform", stage.takenTwice(), 0),
                Figure.atMost(
                        "messages without an end",
                        ended ? 0 : standby.texts(OPEN).size(),
                        0),
                Figure.atLeast(
                        "messages after the failover that were sent",
                        standby.texts(SENT_AFTER).size(),
                        AFTER),
                Figure.atMost("messages whose events have a gap", gaps(standby), 0),
                Figure.told(
                        "messages whose callback the first database had alone",
                        standby.texts(UNCONFIRMED).size()));
    }

    /** How many messages have an event that is not on the topic. */
    private long gaps(EmbeddedDatabase standby) {
        return standby.texts("select msg_id || ' ' || seq from message").stream()
                .map(row -> row.split(" "))
                .filter(row -> !seqs.getOrDefault(row[0], Set.of())
                        .containsAll(IntStream.rangeClosed(1, Integer.parseInt(row[1]))
                                .boxed()
                                .toList()))
                .count();
    }

    private void see(ConsumerRecord<byte[], byte[]> event) {
        try {
            JsonNode body = JSON.readTree(event.value());
            seqs.computeIfAbsent(body.path("msg_id").asText(), id -> ConcurrentHashMap.newKeySet())
                    .add(body.path("seq").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DrillStage.Message message(String prefix, int number) {
        int group = number % GROUPS;
        return new DrillStage.Message(prefix + number, "robot-" + group % ROBOTS, "g-" + group, 0);
    }
}
