package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Decision;
import dev.qunfa.sandbox.faults.check.Event;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Somebody at the API: cancels what he is told to, and decides some of the messages that are in doubt, which ones and how
 * following from the seed. Keeps a record of what he asked for. Any thread; calls are made on a thread of its own.
 */
final class Operator implements AutoCloseable {

    private static final int ONE_IN = 4;
    private static final List<String> OUTCOMES = List.of("sent", "failed", "resend");

    private final long seed;
    private final IntFunction<ServiceApi> apis;
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService desk = Executors.newSingleThreadExecutor();

    /** @param apis the API to use at the nth call */
    Operator(long seed, IntFunction<ServiceApi> apis) {
        this.seed = seed;
        this.apis = apis;
    }

    /** Looks at an event, and decides the message if it is one of those. */
    void see(Event event) {
        SplittableRandom random = new SplittableRandom(seed ^ event.msgId().hashCode());
        if (event.event().equals("in_doubt") && random.nextInt(ONE_IN) == 0 && handled.add(event.msgId())) {
            String outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            todo(event.msgId(), "resolve " + outcome);
        }
    }

    void cancel(String msgId) {
        todo(msgId, "cancel");
    }

    /** Whether nothing is left that he was told to do: what is final may not stay so before. */
    boolean isIdle() {
        return open.get() == 0;
    }

    private void todo(String msgId, String what) {
        open.incrementAndGet();
        desk.execute(() -> {
            try {
                decide(msgId, what);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    List<Decision> decisions(String prefix) {
        return decisions.stream()
                .filter(each -> each.msgId().startsWith(prefix))
                .toList();
    }

    private void decide(String msgId, String what) {
        long at = System.currentTimeMillis();
        ServiceApi api = apis.apply(decisions.size());
        ServiceApi.Answer answer =
                what.equals("cancel") ? api.cancel(msgId) : api.resolve(msgId, what.substring("resolve ".length()));
        decisions.add(new Decision(at, msgId, what, answer.status()));
    }

    @Override
    public void close() {
        desk.shutdownNow();
    }
}
