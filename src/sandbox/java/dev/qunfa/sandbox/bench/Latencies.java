package dev.qunfa.sandbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies of a run in microseconds: of all of it, and of each ten seconds, by when the messages were due. What a change of the
 * load costs at first does not hide what comes after it then. One thread.
 */
final class Latencies {
    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    private final Histogram all = histogram();
    private final List<Histogram> spans = new ArrayList<>();

    /**
     * @param dueAfter nanoseconds from the first message's due time to this one's
     * @param latency nanoseconds from this one's due time on
     */
    void record(long dueAfter, long latency) {
        long micros = Math.max(0, TimeUnit.NANOSECONDS.toMicros(latency));
        all.recordValue(micros);
        span((int) (Math.max(0, dueAfter) / SPAN_NANOS)).recordValue(micros);
    }

    Histogram all() {
        return all;
    }

    /** Of each ten seconds, in their order; one without messages is empty. */
    List<Histogram> spans() {
        return List.copyOf(spans);
    }

    private Histogram span(int number) {
        while (spans.size() <= number) {
            spans.add(histogram());
        }
        return spans.get(number);
    }

    private static Histogram histogram() {
        return new Histogram(HIGHEST_MICROS, DIGITS);
    }
}
