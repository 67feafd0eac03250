package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores requests together with the callbacks that came before them. Thread-safe. */
@ApplicationScoped
public class RequestStore {
    private final MessageStore messages;
    private final Orphans orphans;

    RequestStore(MessageStore messages, Orphans orphans) {
        this.messages = messages;
        this.orphans = orphans;
    }

    /**
     * Stores a batch of requests.
     *
     * @return one result an arrival, in their order; after a failure, storing the same batch again is always right
     */
    public Uni<List<Stored>> store(List<Arrival> arrivals) {
        return arrivals.isEmpty()
                ? Uni.createFrom().item(List.of())
                : messages.store(arrivals).chain(results -> adopt(arrivals, results));
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
                        .map(adopted -> adopted.isEmpty() ? results : known(arrivals, results, adopted));
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
