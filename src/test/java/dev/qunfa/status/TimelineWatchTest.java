package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.LogLines;
import dev.qunfa.store.Progress;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelineWatchTest {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> questions = new ConcurrentLinkedQueue<>();
    private final Queue<String> woken = new ConcurrentLinkedQueue<>();
    private final TimelineWatch watch = new TimelineWatch(this::look, Duration.ofMillis(1), vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void allStreamsAreLookedForByOneQuestionAndWokenWhenThereIsMore() {
        progress.putAll(Map.of("a", new Progress(2, false), "b", new Progress(3, false), "c", new Progress(2, true)));
        follow("a", 2);
        follow("b", 2);
        follow("c", 2);
        follow("gone", 0);

        await().until(() -> woken.size() == 3);
        assertThat(woken).containsExactlyInAnyOrder("b", "c", "gone");
        await().until(() -> questions.contains(List.of("a")));
        progress.put("a", new Progress(3, false));
        await().until(() -> woken.contains("a"));
    }

    @Test
    void whoHasGoneIsNotWokenAndWithoutStreamsNothingIsAsked() {
        progress.put("a", new Progress(1, false));
        Runnable stop = follow("a", 1);
        await().until(() -> questions.size() > 1);

        stop.run();
        progress.put("a", new Progress(2, false));
        follow("b", 0);
        await().until(() -> woken.contains("b"));
        await().until(() -> {
            int before = questions.size();
            return before == settled();
        });

        assertThat(woken).containsExactly("b");
    }

    @Test
    void aLookThatFailsIsRepeatedAndOnlyADefectIsTold() {
        progress.put("a", new Progress(2, false));
        failures.add(new IOException("reset"));
        failures.add(new IllegalStateException("a defect"));

        try (LogLines log = new LogLines(Level.WARNING, TimelineWatch.class.getName())) {
            follow("a", 1);
            await().until(() -> woken.contains("a"));

            assertThat(log.lines()).singleElement().asString().contains("a defect");
        }
    }

    /** How many questions there have been once some more time has passed than a look takes. */
    private int settled() {
        var passed = new java.util.concurrent.CompletableFuture<Integer>();
        vertx.setTimer(50, ignored -> passed.complete(questions.size()));
        return passed.join();
    }

    private Runnable follow(String msgId, int seq) {
        return watch.await(msgId, seq, () -> woken.add(msgId));
    }

    private Uni<Map<String, Progress>> look(Collection<String> msgIds) {
        questions.add(List.copyOf(new TreeSet<>(msgIds)));
        Throwable failure = failures.poll();
        return failure == null
                ? Uni.createFrom().item(Map.copyOf(progress))
                : Uni.createFrom().failure(failure);
    }
}
