package dev.qunfa.store;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How stored messages change when others may want to change them too: lock the rows of a set in the order of their keys, let
 * the lifecycle decide, write the new states and the events with them (I7). Within the caller's transaction.
 */
@ApplicationScoped
class Transition {
    static final String LOCK =
            "select " + LockedMessage.COLUMNS + " from message where msg_id = any($1) order by id for update";

    static final String TELL = "with " + Telling.EXPRESSIONS + " select id, partition from waiting";

    private final Writing writing;
    private final PartitionClaims claims;

    Transition(Windows windows, PartitionClaims claims) {
        this.writing = new Writing(windows, claims);
        this.claims = claims;
    }

    Uni<List<Applied>> apply(Work work, List<Change> changes) {
        return held(work, changes).chain(held -> apply(work, changes, held));
    }

    private Uni<Set<Integer>> held(Work work, List<Change> changes) {
        return Change.anyForTheOwner(changes)
                ? claims.held(work.connection())
                : Uni.createFrom().item(Set.of());
    }

    private Uni<List<Applied>> apply(Work work, List<Change> changes, Set<Integer> held) {
        return work.connection()
                .preparedQuery(LOCK)
                .execute(Tuple.of((Object) Change.msgIds(changes).toArray(String[]::new)))
                .map(Transition::locked)
                .chain(rows -> write(work, new ChangeSet(rows, held), changes));
    }

    /** Writes events of messages that the caller's transaction has just written. */
    Uni<Void> tell(Work work, List<ChangeSet.Told> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return work.connection()
                .preparedQuery(TELL)
                .execute(Telling.columns(told, work.now()))
                .invoke(rows -> work.told(Telling.rows(rows, told, work.now())))
                .replaceWithVoid();
    }

    private Uni<List<Applied>> write(Work work, ChangeSet set, List<Change> changes) {
        List<Applied> results = set.applyAll(changes);
        return writing.write(work.connection(), set, List.of(), work.now())
                .invoke(work::wrote)
                .replaceWith(results);
    }

    static List<LockedMessage> locked(RowSet<Row> rows) {
        List<LockedMessage> locked = new ArrayList<>(rows.size());
        rows.forEach(row -> locked.add(LockedMessage.from(row)));
        return locked;
    }
}
