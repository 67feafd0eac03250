package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.sandbox.faults.FaultRun;
import dev.qunfa.sandbox.faults.Options;
import dev.qunfa.sandbox.faults.TimeOuts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the fault suite; {@code ./faults} is the long one. */
class FaultsIT {
    /** Its two rounds kill a replica, terminate one, restart the broker, and cut a replica off from the platform. */
    private static final long SEED = 57;

    @TempDir
    Path logs;

    @Test
    void everyInvariantHoldsThroughTwoRoundsOfFaults() throws Exception {
        Path jar = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
        Options options = new Options(2, SEED, 2, false, TimeOuts.SHORT, List.of(), List.of(), jar, logs);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (FaultRun run = new FaultRun(options, new PrintStream(told, true, StandardCharsets.UTF_8))) {
            assertThat(run.run())
                    .as(() -> told.toString(StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }
}
