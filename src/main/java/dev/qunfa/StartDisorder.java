package dev.qunfa;

import dev.qunfa.startup.Startable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts the parts in another order than they should be, and late, to prove that they do not depend on it. Only for tests: it is asked
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

    /** Returns at once; the parts are started by threads of their own, some of them after the channels are open. */
    void start(List<Startable> parts) {
        LOG.warnf("The steps of this start are delayed and reordered on purpose, by -D%s=%d.", PROPERTY, seed);
        Random random = new Random(seed);
        List<Startable> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, random);
        shuffled.forEach(part -> startLate(part, random.nextInt(MOST_DELAY_MS)));
    }

    private static void startLate(Startable part, int delayMs) {
        Thread thread = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(delayMs);
                        part.start();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "late-start");
        thread.setDaemon(true);
        thread.start();
    }
}
