package dev.qunfa.store;

import dev.qunfa.lifecycle.MessageStatus;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Counts the messages. Counting reads an index entry a message, so its cost is bounded instead: at most one count runs
 * at a time, all who ask meanwhile share its result, and a count that took long is reused for twenty times as
 * long, up to half a minute. Thread-safe; results arrive on the thread of the database connection.
 */
@ApplicationScoped
public class StatisticsReader {
    private static final int REST = 20;
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private record Counted(CompletableFuture<Statistics> result, Instant freshUntil) {}

    private final Sessions sessions;
    private final Clock clock;
    private final AtomicReference<Counted> last = new AtomicReference<>();

    StatisticsReader(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    public Uni<Statistics> statistics() {
        return Uni.createFrom()
                .deferred(() -> Uni.createFrom().completionStage(current().copy()));
    }

    private CompletableFuture<Statistics> current() {
        Counted counted = last.get();
        if (counted != null && (!counted.result().isDone() || clock.instant().isBefore(counted.freshUntil()))) {
            return counted.result();
        }
        Counted running = new Counted(new CompletableFuture<>(), Instant.MIN);
        return last.compareAndSet(counted, running)
                ? count(running)
                : last.get().result();
    }

    private CompletableFuture<Statistics> count(Counted running) {
        Instant start = clock.instant();
        sessions.with(session -> counts(session).chain(counts -> oldest(session).map(at -> statistics(counts, at))))
                .ifNoItem()
                .after(LONGEST_COUNT)
                .fail()
                .subscribe()
                .with(statistics -> finish(running, start, statistics), failure -> running.result()
                        .completeExceptionally(failure));
        return running.result();
    }

    private void finish(Counted running, Instant start, Statistics statistics) {
        Instant end = clock.instant();
        Duration rest = Duration.between(start, end).multipliedBy(REST);
        Instant freshUntil = end.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
        last.compareAndSet(running, new Counted(running.result(), freshUntil));
        running.result().complete(statistics);
    }

    private static Uni<List<Object[]>> counts(Mutiny.StatelessSession session) {
        return session.createQuery("select status, count(*) from MessageRow group by status", Object[].class)
                .getResultList();
    }

    private static Uni<Optional<Instant>> oldest(Mutiny.StatelessSession session) {
        return session.createQuery("select min(createdAt) from MessageRow where status = QUEUED", Instant.class)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    private static Statistics statistics(List<Object[]> rows, Optional<Instant> oldestWaitingAt) {
        Map<MessageStatus, Long> counts = new EnumMap<>(MessageStatus.class);
        for (MessageStatus status : MessageStatus.values()) {
            counts.put(status, 0L);
        }
        rows.forEach(row -> counts.put((MessageStatus) row[0], (Long) row[1]));
        return new Statistics(counts, oldestWaitingAt.orElse(null));
    }
}
