package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.LogLines;
import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.store.Timeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventTailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Throwable OUTAGE = new IOException("reset");
    private static final Throwable DEFECT = new IllegalStateException("a row that cannot be read");

    private final Vertx vertx = Vertx.vertx();
    private final Deque<Uni<Optional<Timeline>>> looks = new ConcurrentLinkedDeque<>();
    private final List<Integer> after = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aLookThatFailsIsRepeated() {
        looks.add(events(false, 1, 2));
        looks.add(Uni.createFrom().failure(OUTAGE));
        looks.add(Uni.createFrom().failure(OUTAGE));
        looks.add(events(true, 3));

        assertThat(told()).containsExactly(happened(1), happened(2), happened(3));
        assertThat(after).containsExactly(0, 2, 2, 2);
    }

    @Test
    void aDefectIsToldOnceAStreamAndAnOutageNever() {
        looks.add(Uni.createFrom().failure(OUTAGE));
        looks.add(Uni.createFrom().failure(DEFECT));
        looks.add(Uni.createFrom().failure(DEFECT));
        looks.add(events(true, 1));

        try (LogLines log = new LogLines(Level.WARNING, EventTail.class.getName())) {
            assertThat(told()).containsExactly(happened(1));
            assertThat(log.lines()).singleElement().asString().contains(DEFECT.getMessage());
        }
    }

    @Test
    void aMessageThatIsNotKnownAnyMoreEndsTheStream() {
        looks.add(events(false, 1));
        looks.add(Uni.createFrom().item(Optional.empty()));

        assertThat(told()).containsExactly(happened(1));
    }

    private List<EventTail.Signal> told() {
        EventTail tail = new EventTail(this::look, (seq, wake) -> wakeSoon(wake), new Restless(), vertx, 0);
        return Multi.createFrom()
                .<EventTail.Signal>emitter(tail::start)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
    }

    private Runnable wakeSoon(Runnable wake) {
        vertx.setTimer(1, ignored -> wake.run());
        return () -> {};
    }

    private Uni<Optional<Timeline>> look(int seq, int limit) {
        after.add(seq);
        return looks.remove();
    }

    private static Uni<Optional<Timeline>> events(boolean ended, int... seqs) {
        List<StatusEvent> events = new ArrayList<>();
        for (int seq : seqs) {
            events.add(happened(seq).event());
        }
        return Uni.createFrom().item(Optional.of(new Timeline(events, ended)));
    }

    private static EventTail.Happened happened(int seq) {
        Emission what = new Emission(EventType.ITEM_SENT, seq, 1, null);
        return new EventTail.Happened(new StatusEvent(new UUID(0, seq), what, null, Instant.EPOCH));
    }

    /** Looks as often as a timer can, and never says that it is alive. */
    private static final class Restless implements ApiConfig.Streams {
        @Override
        public int max() {
            return 1;
        }

        @Override
        public Duration poll() {
            return Duration.ofMillis(1);
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofHours(1);
        }
    }
}
