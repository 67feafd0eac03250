package dev.qunfa.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs something when the patience of those who are willing to wait ends: the first of them starts it, the others share it. Thread-safe. */
final class Reminder {
    private final Runnable work;
    private final Consumer<Runnable> later;
    private final AtomicBoolean isSet = new AtomicBoolean();

    /** @param later runs something when a patience that begins now ends */
    Reminder(Runnable work, Consumer<Runnable> later) {
        this.work = work;
        this.later = later;
    }

    /** The work will begin after this call, once for all that are made until then. */
    void set() {
        if (isSet.compareAndSet(false, true)) {
            later.accept(this::ring);
        }
    }

    private void ring() {
        isSet.set(false);
        work.run();
    }
}
