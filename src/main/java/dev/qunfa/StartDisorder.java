package dev.qunfa;

import dev.qunfa.startup.StartStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Takes the steps of a start in another order than theirs, and late, to prove that nothing depends on it. Only for tests: it is asked
 * for by a system property on the JVM's command line, which is no configuration of the service.
 *
 * @param seed of the order and the delays
 */
record StartDisorder(long seed) {
    private static final Logger LOG = Logger.getLogger(StartDisorder.class);
    private static final String PROPERTY = "qunfa.test.start-disorder";
    private static final int MOST_DELAY_MS = 2_000;

    static Optional<StartDisorder> configured() {
        return Optional.ofNullable(Long.getLong(PROPERTY)).map(StartDisorder::new);
    }

    /** Returns at once; the steps are taken by threads of their own, some of them after the channels are open. */
    void start(List<StartStep> steps, Consumer<StartStep> taking) {
        LOG.warnf("The steps of this start are delayed and reordered on purpose, by -D%s=%d.", PROPERTY, seed);
        Random random = new Random(seed);
        List<StartStep> shuffled = new ArrayList<>(steps);
        Collections.shuffle(shuffled, random);
        for (StartStep step : shuffled) {
            takeLate(() -> taking.accept(step), random.nextInt(MOST_DELAY_MS));
        }
    }

    private static void takeLate(Runnable step, int delayMs) {
        Thread thread = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(delayMs);
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "late-start");
        thread.setDaemon(true);
        thread.start();
    }
}
