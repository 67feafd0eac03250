package dev.qunfa.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** I11: what fails again and again is told when it begins, while it lasts, and when it is over. */
class FailureLogTest {
    private static final String LOGGER = FailureLogTest.class.getName();

    private final AtomicLong nanos = new AtomicLong();
    private final FailureLog failures = new FailureLog(Logger.getLogger(LOGGER), nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aFailureIsToldAtOnceAndOnceAMinuteWhileItLasts() {
        try (LogLines log = new LogLines(Level.INFO, LOGGER)) {
            failures.failed("It fails.");
            pass(Duration.ofSeconds(59));
            failures.failed("It fails.");
            pass(Duration.ofSeconds(1));
            failures.failed("It fails.");

            assertThat(log.lines()).isEqualTo(List.of(line("It fails."), line("It fails. This has lasted for 60 s.")));
            assertThat(failures.lasts()).isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void itsEndIsToldOnce() {
        try (LogLines log = new LogLines(Level.INFO, LOGGER)) {
            failures.succeeded("It works.");
            failures.failed("It fails.");
            pass(Duration.ofSeconds(5));
            failures.succeeded("It works.");
            failures.succeeded("It works.");

            assertThat(log.lines()).isEqualTo(List.of(line("It fails."), line("It works. It had failed for 5 s.")));
            assertThat(failures.lasts()).isZero();
        }
    }

    @Test
    void whereSomeSucceedWhileOthersFailItIsOverOnlyAfterAQuietWhile() {
        Duration quiet = Duration.ofSeconds(10);
        try (LogLines log = new LogLines(Level.INFO, LOGGER)) {
            failures.failed("It fails.");
            failures.succeededFor(quiet, "It works.");
            pass(Duration.ofSeconds(9));
            failures.failed("It fails.");
            failures.succeededFor(quiet, "It works.");
            pass(quiet);
            failures.succeededFor(quiet, "It works.");

            assertThat(log.lines()).isEqualTo(List.of(line("It fails."), line("It works. It had failed for 19 s.")));
        }
    }

    private static String line(String message) {
        return LOGGER + ": " + message + " null";
    }
}
