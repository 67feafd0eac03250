package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

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
                : messages.store(arrivals).call(() -> orphans.adopt(msgIds(arrivals)));
    }

    private static List<String> msgIds(List<Arrival> arrivals) {
        return arrivals.stream().map(arrival -> arrival.request().msgId()).toList();
    }
}
