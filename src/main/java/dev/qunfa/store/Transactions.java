package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Transactions that write messages. Thread-safe; results arrive after the commit, on the thread of the connection. */
@ApplicationScoped
class Transactions {
    private final Database database;
    private final Clock clock;
    private final Transition transition;
    private final Optimistic optimistic;
    private final Committed committed;

    Transactions(Database database, Clock clock, Transition transition, Optimistic optimistic, Committed committed) {
        this.database = database;
        this.clock = clock;
        this.transition = transition;
        this.optimistic = optimistic;
        this.committed = committed;
    }

    /** Commits if the steps succeed. */
    <T> Uni<T> run(Function<Work, Uni<T>> steps) {
        Instant now = now();
        List<Work> done = new ArrayList<>(1);
        return database.transaction(connection -> {
                    Work work = new Work(connection, now);
                    return steps.apply(work).invoke(() -> done.add(work));
                })
                .invoke(() -> done.forEach(work -> committed.tell(work.written())));
    }

    /** Lets the changes meet their messages: without locks first, with them if somebody else is at the same messages. */
    Uni<List<Applied>> change(List<Change> changes) {
        return optimistically(changes)
                .invoke(outcome -> committed.tell(outcome.written()))
                .map(Optimistic.Outcome::results)
                .onFailure(Optimistic::isForSomebodyElse)
                .recoverWithUni(() -> run(work -> transition.apply(work, changes)));
    }

    private Uni<Optimistic.Outcome> optimistically(List<Change> changes) {
        Instant now = now();
        return database.withConnection(connection -> optimistic.apply(connection, changes, now));
    }

    boolean areReady() {
        return database.isReady();
    }

    /** Writes events of messages that the transaction has just written. */
    Uni<Void> tell(Work work, List<ChangeSet.Told> told) {
        return transition.tell(work, told);
    }

    /** As many as this replica knows of. */
    long count() {
        return committed.count();
    }

    /** To the microsecond, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
