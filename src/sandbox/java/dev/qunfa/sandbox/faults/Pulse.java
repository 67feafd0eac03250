package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Notes when this machine let a process wait for its turn: what was written in time then may have left late. It sleeps a
 * little again and again and looks how long that took.
 */
final class Pulse implements AutoCloseable {

    private static final long NAP_MILLIS = 10;
    private static final long WORTH_NOTING_MILLIS = 40;

    /** Others on the same machine may have waited longer, and more than once. */
    private static final long SAFETY = 3;

    private final List<Moment> moments = new ArrayList<>();
    private final Thread thread = new Thread(this::beat, "pulse");

    Pulse() {
        thread.setDaemon(true);
        thread.start();
    }

    synchronized List<Moment> moments() {
        return List.copyOf(moments);
    }

    private void beat() {
        try {
            while (true) {
                long before = System.currentTimeMillis();
                TimeUnit.MILLISECONDS.sleep(NAP_MILLIS);
                note(before, System.currentTimeMillis());
            }
        } catch (InterruptedException closed) {
            return;
        }
    }

    private synchronized void note(long before, long after) {
        long late = after - before - NAP_MILLIS;
        if (late > WORTH_NOTING_MILLIS) {
            moments.add(new Moment(before, after, "machine busy for " + late + " ms", late * SAFETY));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
