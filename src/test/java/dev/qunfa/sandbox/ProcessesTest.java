package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    private static final long GONE = Integer.MAX_VALUE;

    @Test
    void theThreadsOfAProcessHaveUsedWhatTheProcessHas() {
        long own = ProcessHandle.current().pid();

        Map<String, Double> threads = Processes.threadSeconds(own);

        assertThat(threads).containsKey("main").allSatisfy((name, seconds) -> assertThat(seconds)
                .isNotNegative());
        double sum = threads.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(sum).isPositive().isLessThanOrEqualTo(Processes.cpuSeconds(own) + threads.size() * 0.01);
    }

    @Test
    void aProcessThatIsGoneUsesNothing() {
        assertThat(Processes.threadSeconds(GONE)).isEmpty();
        assertThat(Processes.cpuSeconds(GONE)).isEqualTo(0, within(0.0));
    }
}
