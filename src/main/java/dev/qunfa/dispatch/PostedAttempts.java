package dev.qunfa.dispatch;

import dev.qunfa.platform.Outcome;
import dev.qunfa.store.ServerChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers which attempts this process has POSTed last, so that a database that has lost commits cannot make it POST one of them
 * again (I3): when connections lead to another server, what was POSTed before is not POSTed under the same number. The attempt gets
 * the outcome that it had, or is in doubt. Bounded in number: a failover loses the last moments. Thread-safe.
 */
@ApplicationScoped
class PostedAttempts {
    /** Those of some seconds at full speed; nothing is POSTed between the end of one server and the beginning of the next. */
    static final int MOST = 20_000;

    private static final String SENTENCE =
            "This service has posted this attempt before, and the database has lost what became of it"
                    + " (a failover?); it may have reached the platform.";

    /** The latest attempt of a message; its outcome is null until it is known, and if it proves nothing. */
    private static final class Posted {
        private final int attempt;
        private Outcome outcome;

        private Posted(int attempt) {
            this.attempt = attempt;
        }
    }

    private final Map<String, Posted> latest = new LinkedHashMap<>();
    /** Of these, and of no others, the database may have lost what became of them. */
    private Map<String, Posted> before = Map.of();

    PostedAttempts(ServerChanges changes) {
        changes.listen(this::serverChanged);
    }

    private synchronized void serverChanged() {
        before = new HashMap<>(latest);
    }

    /** Makes the POST, or tells what became of it when it was made before the database lost it. */
    Uni<Outcome> once(String msgId, int attempt, Supplier<Uni<Outcome>> post) {
        Outcome known = knownOutcome(msgId, attempt);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        Posted posted = remember(msgId, attempt);
        return post.get().invoke(outcome -> ended(msgId, posted, outcome));
    }

    /** Null if the attempt was not made. It is told once: whoever has it sent again after that, means it. */
    private synchronized Outcome knownOutcome(String msgId, int attempt) {
        Posted posted = before.get(msgId);
        if (posted == null) {
            return null;
        }
        before.remove(msgId);
        if (attempt > posted.attempt) {
            return null;
        }
        return posted.outcome != null
                ? posted.outcome
                : new Outcome.InDoubt(null, null, null, SENTENCE, Outcome.Extent.NOTHING);
    }

    private synchronized Posted remember(String msgId, int attempt) {
        Posted posted = new Posted(attempt);
        latest.remove(msgId);
        latest.put(msgId, posted);
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
        return posted;
    }

    /** What is proved not to have been processed may be POSTed again. */
    private synchronized void ended(String msgId, Posted posted, Outcome outcome) {
        if (outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Refused) {
            posted.outcome = outcome;
        } else if (!(outcome instanceof Outcome.InDoubt)) {
            latest.remove(msgId, posted);
            if (before.get(msgId) == posted) {
                before.remove(msgId);
            }
        }
    }
}
