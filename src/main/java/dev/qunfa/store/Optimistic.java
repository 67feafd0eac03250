package dev.qunfa.store;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How stored messages change when nobody else is likely to want to: decide by what this replica remembers of them (or has
 * just read, unlocked) and of its partitions, and write it by one statement that does nothing if any of it was no longer true. Results arrive
 * after the commit.
 */
@ApplicationScoped
class Optimistic {
    static final String READ = "select " + LockedMessage.COLUMNS + " from message where msg_id = any($1)";

    /** Somebody else changed one of the messages, or was about to; nothing was written. */
    private static final Set<String> SOMEBODY_ELSE = Set.of("40001", "40P01");

    private final Recent recent;
    private final PartitionClaims claims;
    private final Writing writing;

    Optimistic(Recent recent, PartitionClaims claims, Windows windows) {
        this.recent = recent;
        this.claims = claims;
        this.writing = new Writing(windows, claims);
    }

    /** What was applied, with what the transaction wrote. */
    record Outcome(List<Applied> results, Writing.Written written) {}

    /** @param client a connection that is in no transaction */
    Uni<Outcome> apply(SqlClient client, List<Change> changes, Instant now) {
        Set<String> msgIds = Change.msgIds(changes);
        List<LockedMessage> known = recent.of(msgIds);
        Uni<Known> all = known.size() == msgIds.size()
                ? Uni.createFrom().item(new Known(known, List.of()))
                : read(client, msgIds, known);
        return all.chain(rows -> write(client, new Decided(rows, changes, claims.claimed()), now))
                .onFailure()
                .invoke(failure -> recent.forget(msgIds));
    }

    /** Whether the same is worth trying with locks. */
    static boolean isForSomebodyElse(Throwable failure) {
        return failure instanceof PgException refused && SOMEBODY_ELSE.contains(refused.getSqlState());
    }

    /** Messages that are remembered, and others that have just been read. */
    private record Known(List<LockedMessage> remembered, List<LockedMessage> read) {
        List<LockedMessage> all() {
            List<LockedMessage> all = new ArrayList<>(remembered);
            all.addAll(read);
            return all;
        }
    }

    /** What the changes do to what is known. */
    private static final class Decided {
        private final Known known;
        private final ChangeSet set;
        private final List<Applied> results;

        Decided(Known known, List<Change> changes, Set<Integer> held) {
            this.known = known;
            this.set = new ChangeSet(known.all(), held);
            this.results = set.applyAll(changes);
        }

        /** What was remembered and does not move may have been remembered wrong. */
        List<LockedMessage> unproved() {
            List<LockedMessage> unproved = new ArrayList<>();
            for (LockedMessage row : known.remembered()) {
                if (!set.hasMoved(row)) {
                    unproved.add(row);
                }
            }
            return unproved;
        }
    }

    private static Uni<Known> read(SqlClient client, Set<String> msgIds, List<LockedMessage> known) {
        Set<String> missing = new HashSet<>(msgIds);
        known.forEach(row -> missing.remove(row.message().msgId()));
        return client.preparedQuery(READ)
                .execute(Tuple.of((Object) missing.toArray(String[]::new)))
                .map(rows -> new Known(known, Transition.locked(rows)));
    }

    private Uni<Outcome> write(SqlClient client, Decided decided, Instant now) {
        return writing.write(client, decided.set, decided.unproved(), now)
                .map(written -> new Outcome(decided.results, written));
    }
}
