package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.qunfa.sandbox.Processes.ThreadUse;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    private static final long GONE = Integer.MAX_VALUE;

    @Test
    void theThreadsOfAProcessHaveUsedNoMoreThanTheProcess() throws InterruptedException {
        long own = ProcessHandle.current().pid();
        CountDownLatch seen = new CountDownLatch(1);
        // A thread takes its name when it runs.
        CountDownLatch running = new CountDownLatch(1);
        Thread waiting = new Thread(
                () -> {
                    running.countDown();
                    awaitQuietly(seen);
                },
                "a-thread-with-a-long-name");
        waiting.start();
        running.await();

        Collection<ThreadUse> threads = Processes.threads(own).values();
        seen.countDown();
        waiting.join();

        assertThat(threads).extracting(ThreadUse::name).contains("a-thread-with-a");
        assertThat(threads).extracting(ThreadUse::seconds).noneMatch(seconds -> seconds < 0);
        double sum = threads.stream().mapToDouble(ThreadUse::seconds).sum();
        assertThat(sum).isPositive().isLessThanOrEqualTo(Processes.cpuSeconds(own) + threads.size() * 0.01);
    }

    @Test
    void aProcessThatIsGoneUsesNothing() {
        assertThat(Processes.threads(GONE)).isEmpty();
        assertThat(Processes.cpuSeconds(GONE)).isEqualTo(0, within(0.0));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
