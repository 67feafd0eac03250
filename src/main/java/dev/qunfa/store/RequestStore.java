package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Stores requests together with the callbacks that came before them. Thread-safe. */
@ApplicationScoped
public class RequestStore {
    private static final Logger LOG = Logger.getLogger(RequestStore.class);
    private static final String KNOWN = "select msg_id from message where msg_id = any($1)";

    private final Orphans orphans;
    private final Database database;
    private final Refusing refusing;

    RequestStore(MessageStore messages, Orphans orphans, Database database) {
        this.orphans = orphans;
        this.database = database;
        this.refusing = new Refusing(messages::store);
    }

    /** Those of the ids that some message has. */
    public Uni<Set<String>> known(Collection<String> msgIds) {
        return database.execute(KNOWN, Tuple.of((Object) msgIds.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getString(0)));
                    return known;
                });
    }

    /**
     * Stores a batch of requests.
     *
     * @return one result an arrival, in their order: what the database refuses for its data is {@link Stored.Refused} and costs
     *     nobody else anything; after a failure, storing the same batch again is always right
     */
    public Uni<List<Stored>> store(List<Arrival> arrivals) {
        return arrivals.isEmpty()
                ? Uni.createFrom().item(List.of())
                : refusing.store(arrivals).chain(results -> adopt(arrivals, results));
    }

    /** What is repeated may have been stored without this having been done. */
    private Uni<List<Stored>> adopt(List<Arrival> arrivals, List<Stored> results) {
        List<String> reported = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Stored result = results.get(i);
            if (result instanceof Stored.New stored && stored.reported() || result instanceof Stored.Repeated) {
                reported.add(arrivals.get(i).request().msgId());
            }
        }
        return reported.isEmpty()
                ? Uni.createFrom().item(results)
                : orphans.adopt(reported)
                        .map(adopted -> adopted.isEmpty() ? results : known(arrivals, results, adopted))
                        .onFailure(DataFault::isCauseOf)
                        .recoverWithItem(failure -> leaveThem(results, failure));
    }

    /** The requests are stored; retention comes back to the callbacks. */
    private static List<Stored> leaveThem(List<Stored> results, Throwable failure) {
        LOG.warnf(
                "Callbacks that came before their messages cannot be applied, SQLSTATE %s; they are tried again later.",
                DataFault.sqlState(failure));
        return results;
    }

    /** A message that a callback has moved already is told as it is now: there is nothing to send any more. */
    private static List<Stored> known(List<Arrival> arrivals, List<Stored> results, Map<String, Message> adopted) {
        List<Stored> known = new ArrayList<>(results);
        for (int i = 0; i < known.size(); i++) {
            Message now = adopted.get(arrivals.get(i).request().msgId());
            if (now != null && known.get(i) instanceof Stored.New) {
                known.set(i, new Stored.New(now));
            } else if (now != null && known.get(i) instanceof Stored.Repeated repeated) {
                boolean waiting = repeated.waiting() && now.isAwake();
                boolean begun = repeated.begun() && now.status() == MessageStatus.SENDING;
                known.set(i, new Stored.Repeated(waiting, repeated.sameRecord(), begun));
            }
        }
        return known;
    }
}
