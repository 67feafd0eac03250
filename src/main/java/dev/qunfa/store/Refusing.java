package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stores what can be stored of a batch in which the database refuses something for its data: halves it until what is refused
 * stands alone (I12). If it refuses everything for long, the data of one request is not the reason, and the batch has to wait.
 * For one batch at a time.
 */
final class Refusing {
    /** So many in a row, with nothing stored between them, may be the requests' own fault. */
    static final int MOST_IN_A_ROW = 10;

    private final Function<List<Arrival>, Uni<List<Stored>>> store;
    private final AtomicInteger inARow = new AtomicInteger();

    /** @param store stores all of a batch, or nothing */
    Refusing(Function<List<Arrival>, Uni<List<Stored>>> store) {
        this.store = store;
    }

    /** One result an arrival, in their order. */
    Uni<List<Stored>> store(List<Arrival> arrivals) {
        return store.apply(arrivals)
                .invoke(results -> inARow.set(0))
                .onFailure(DataFault::isCauseOf)
                .recoverWithUni(failure -> apart(arrivals, failure)
                        .chain(results -> isBelievable(results)
                                ? Uni.createFrom().item(results)
                                : Uni.createFrom().failure(failure)));
    }

    private Uni<List<Stored>> apart(List<Arrival> arrivals, Throwable failure) {
        if (arrivals.size() == 1) {
            return Uni.createFrom().item(List.of(new Stored.Refused(DataFault.sqlState(failure))));
        }
        int middle = arrivals.size() / 2;
        return half(arrivals.subList(0, middle))
                .chain(first -> half(arrivals.subList(middle, arrivals.size())).map(second -> {
                    List<Stored> both = new ArrayList<>(first);
                    both.addAll(second);
                    return both;
                }));
    }

    private Uni<List<Stored>> half(List<Arrival> arrivals) {
        return store.apply(arrivals)
                .onFailure(DataFault::isCauseOf)
                .recoverWithUni(failure -> apart(arrivals, failure));
    }

    private boolean isBelievable(List<Stored> results) {
        boolean allRefused = results.stream().allMatch(Stored.Refused.class::isInstance);
        int refused = allRefused ? inARow.addAndGet(results.size()) : 0;
        inARow.set(refused > MOST_IN_A_ROW ? MOST_IN_A_ROW : refused);
        return refused <= MOST_IN_A_ROW;
    }
}
