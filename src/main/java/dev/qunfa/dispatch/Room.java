package dev.qunfa.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait until there is room in the lanes. For one thread. */
final class Room {
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    CompletableFuture<Void> await() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        waiting.add(room);
        return room;
    }

    void admitAll() {
        List<CompletableFuture<Void>> admitted = List.copyOf(waiting);
        waiting.clear();
        admitted.forEach(room -> room.complete(null));
    }
}
