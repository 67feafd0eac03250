package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets faults strike at their moments and repairs them, each on a thread of its own. One round at a time. */
final class Injector implements AutoCloseable {

    private static final int THREADS = 4;

    private final Stage stage;
    private final List<Moment> moments = new ArrayList<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Pulse pulse = new Pulse();
    private final List<Future<?>> running = new ArrayList<>();

    Injector(Stage stage) {
        this.stage = stage;
    }

    void schedule(List<FaultPlan.Strike> strikes) {
        strikes.forEach(each -> running.add(threads.schedule(() -> strike(each), each.from(), TimeUnit.MILLISECONDS)));
    }

    /** Returns when all is repaired; fails with {@link BrokenPromise} if a part did not behave while it was struck. */
    void await() throws InterruptedException {
        BrokenPromise broken = null;
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof BrokenPromise promise)) {
                    throw new IllegalStateException("the suite itself failed", e.getCause());
                }
                broken = promise;
            }
        }
        running.clear();
        if (broken != null) {
            throw broken;
        }
    }

    /** What was done so far, and when the machine was too busy for anything. */
    synchronized List<Moment> moments() {
        List<Moment> all = new ArrayList<>(moments);
        all.addAll(pulse.moments());
        return all;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        pulse.close();
    }

    private void strike(FaultPlan.Strike strike) {
        Fault fault = strike.fault();
        int number = note(-1, fault, System.currentTimeMillis(), 0);
        long from = System.currentTimeMillis();
        try {
            fault.begin(stage);
            TimeUnit.MILLISECONDS.sleep(strike.lasts());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fault.end(stage);
            note(number, fault, from, System.currentTimeMillis());
        }
    }

    private synchronized int note(int number, Fault fault, long from, long to) {
        Moment moment = new Moment(from, to, fault.name() + " (" + fault.subject() + ")", fault.delayMillis());
        if (number < 0) {
            moments.add(moment);
            return moments.size() - 1;
        }
        moments.set(number, moment);
        return number;
    }
}
