package dev.qunfa.results;

import dev.qunfa.store.EventKey;
import dev.qunfa.store.HeldEvent;
import dev.qunfa.store.HeldEvents;
import dev.qunfa.store.Outbox;
import dev.qunfa.store.OutboxLook;
import dev.qunfa.store.OutboxRow;
import dev.qunfa.store.OutboxState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The relay's questions to the database, each of which blocks for some seconds at most and fails with an {@link
 * OutboxUnavailableException}. For the relay's thread.
 */
@ApplicationScoped
class OutboxReader {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So often a look begins at the very beginning, whatever is thought to be there. */
    private static final long EVERYTHING_NANOS = Duration.ofMinutes(1).toNanos();

    private final Outbox outbox;
    private final HeldEvents held;
    private final LowWater low = new LowWater();
    private Set<Integer> partitions = Set.of();
    private long lastWhole = System.nanoTime();

    OutboxReader(Outbox outbox, HeldEvents held) {
        this.outbox = outbox;
        this.held = held;
    }

    /** @param gone rows to be forgotten */
    OutboxLook next(List<OutboxRow> gone, Collection<Long> underway, int limit) {
        restartIfOthersAreOwned();
        long now = System.nanoTime();
        boolean isWhole = now - lastWhole > EVERYTHING_NANOS;
        // One that takes too long is not repeated at once.
        lastWhole = isWhole ? now : lastWhole;
        OutboxLook look = ask(outbox.next(ids(gone), underway, isWhole ? 0 : low.get(), limit));
        List<Long> live = new ArrayList<>(underway);
        look.rows().forEach(row -> {
            low.seen(row.id());
            live.add(row.id());
        });
        low.looked(live);
        return look;
    }

    private void restartIfOthersAreOwned() {
        Set<Integer> now = outbox.partitions();
        if (!now.equals(partitions)) {
            partitions = now;
            low.reset();
        }
    }

    /** A row that was committed here was published without a look. */
    void seen(OutboxRow row) {
        low.seen(row.id());
    }

    List<OutboxRow> due(Collection<Integer> open, Collection<Long> rowsUnderway, int limit) {
        List<Long> messages =
                rowsUnderway.stream().filter(id -> id < 0).map(id -> -id).toList();
        return ask(held.due(open, messages, limit));
    }

    void hold(List<HeldEvent> events) {
        ask(held.hold(events));
    }

    void release(List<EventKey> events) {
        ask(held.release(events));
    }

    void postpone(List<HeldEvent> events) {
        ask(held.postpone(events));
    }

    /** The topic has fewer partitions than it had. */
    void dropPartitionsFrom(int number) {
        ask(held.dropPartitionsFrom(number));
    }

    OutboxState state() {
        OutboxState state = ask(outbox.state(low.get()));
        low.at(state);
        return state;
    }

    /** What is known of the table may not be so any more. */
    void forgetEverything() {
        low.reset();
    }

    private static List<Long> ids(List<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::id).toList();
    }

    private static <T> T ask(Uni<T> question) {
        return question.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(OutboxUnavailableException::new)
                .await()
                .indefinitely();
    }
}
