package dev.qunfa.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qunfa.sandbox.bench.Medians.Median;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {
    @Test
    void eachNumberHasItsOwnMedianInTheOrderOfTheRuns() {
        List<Median> medians = Medians.of(
                List.of(result("cold", 10, 5), result("hot", 100, 1), result("cold", 30, 7), result("cold", 20, 9)));

        assertThat(medians).extracting(Median::run).containsExactly("cold", "hot");
        assertThat(medians.get(0).perSecond()).isEqualTo(20);
        assertThat(medians.get(0).cpu()).isEqualTo(7, within(1e-9));
    }

    @Test
    void theShareOfTheBarePipelineIsTakenWithinEachRound() {
        List<Median> medians = Medians.of(List.of(
                result("bare cold", 10, 1), result("cold", 9, 1),
                result("bare cold", 40, 1), result("cold", 12, 1),
                result("bare cold", 20, 1), result("cold", 18, 1)));

        assertThat(medians.get(0).ofBare()).isNaN();
        assertThat(medians.get(1).ofBare()).isEqualTo(0.9, within(1e-9));
    }

    @Test
    void whereThereIsNoBarePipelineNothingIsSaidOfIt() {
        Median median = Medians.of(List.of(result("hot", 100, 1))).get(0);

        assertThat(median.values()).doesNotContainKey("of_bare");
    }

    private static Result result(String name, int perSecond, double cpuPerThousand) {
        double seconds = 10;
        int messages = (int) (perSecond * seconds);
        Result.Usage used =
                new Result.Usage(cpuPerThousand * messages / 1_000, 0, 0, 0, 0, 0, 0, messages, messages, 300);
        return new Result(name, messages, seconds, new Latencies(), used, List.of());
    }
}
