package dev.qunfa.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void eachTenSecondsHaveTheirOwnBesidesAllOfThem() {
        record(0, 100);
        record(9_999, 200);
        record(10_000, 300);

        assertThat(latencies.all().getTotalCount()).isEqualTo(3);
        assertThat(latencies.spans()).extracting(Histogram::getTotalCount).containsExactly(2L, 1L);
        assertThat(latencies.spans().get(1).getMaxValue()).isBetween(300_000L, 300_300L);
    }

    @Test
    void tenSecondsWithoutMessagesAreEmpty() {
        record(0, 100);
        record(25_000, 100);

        assertThat(latencies.spans()).extracting(Histogram::getTotalCount).containsExactly(1L, 0L, 1L);
    }

    private void record(int dueAfterMs, int latencyMs) {
        latencies.record(TimeUnit.MILLISECONDS.toNanos(dueAfterMs), TimeUnit.MILLISECONDS.toNanos(latencyMs));
    }
}
