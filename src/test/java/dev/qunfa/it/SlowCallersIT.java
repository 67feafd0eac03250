package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A thousand callers in no hurry, at the callback endpoint of a service with 256 MB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowCallersIT {
    private static final int CALLERS = 1_000;
    private static final String HEAD = "POST /callbacks/qopen HTTP/1.1\r\nHost: test\r\n";
    private static final String LARGE = HEAD + "Content-Length: 262000\r\n\r\n" + " ".repeat(200_000);

    private final List<Socket> callers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    private Stage stage;

    @BeforeAll
    void setTheStage() throws Exception {
        stage = new Stage(Map.of());
    }

    @AfterAll
    void strike() throws Exception {
        stage.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        drip.shutdownNow();
        for (Socket caller : callers) {
            caller.close();
        }
    }

    @Test
    void i8_others_are_answered_quickly_memory_holds_and_slow_ones_are_cut_off() throws IOException {
        long files = openFiles();
        Thread writer = new Thread(this::callSlowly, "slow-callers");
        writer.start();
        await().until(() -> callers.size() > CALLERS / 2);
        drip.scheduleAtFixedRate(() -> callers.forEach(SlowCallersIT::drip), 1, 1, TimeUnit.SECONDS);

        Crowd crowd = new Crowd("beside-", 3);
        crowd.sendTo(stage, 200, 10, 20);
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(stage.service.post("/callbacks/qopen", "{}").statusCode())
                    .isEqualTo(401);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
        Verdicts verdicts = new Verdicts(stage, crowd);
        verdicts.awaitAllFinal();
        verdicts.everyItemHasOneResultEvent();

        await().atMost(Stage.PATIENCE).until(() -> !writer.isAlive() && openFiles() < files + CALLERS / 10);
        assertThat(stage.service.isReady()).isTrue();
        assertThat(stage.service.log()).doesNotContain("OutOfMemory");
    }

    /** Every other with most of a large body, the others with half a head. */
    private void callSlowly() {
        for (int i = 0; i < CALLERS; i++) {
            try {
                Socket caller = new Socket("localhost", stage.service.port());
                callers.add(caller);
                caller.getOutputStream().write((i % 2 == 0 ? LARGE : HEAD).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException refused) {
                // it was cut off, or is not let in
            }
        }
    }

    private static void drip(Socket caller) {
        try {
            caller.getOutputStream().write('x');
        } catch (IOException closed) {
            // cut off
        }
    }

    private long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + stage.service.pid() + "/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
