package dev.qunfa.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The newest {@value #KEPT} deliveries, and totals over all since the start or the last reset. Any thread. */
final class DeliveryJournal {

    private static final int KEPT = 200_000;

    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private long lastSeq;
    private long taken;
    private long givenUp;

    synchronized long nextSeq() {
        lastSeq++;
        return lastSeq;
    }

    synchronized void add(Delivery delivery) {
        if (deliveries.size() == KEPT) {
            deliveries.remove();
        }
        deliveries.add(delivery);
        if (delivery.taken()) {
            taken++;
        }
    }

    synchronized void gaveUp() {
        givenUp++;
    }

    synchronized List<Delivery> list(Predicate<Delivery> filter, int limit) {
        return deliveries.stream().filter(filter).limit(limit).toList();
    }

    synchronized long sent() {
        return lastSeq;
    }

    synchronized long taken() {
        return taken;
    }

    synchronized long givenUp() {
        return givenUp;
    }

    synchronized void clear() {
        deliveries.clear();
        lastSeq = 0;
        taken = 0;
        givenUp = 0;
    }
}
