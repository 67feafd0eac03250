package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read back from a real database is bounded in bytes; partitions of the tests' own. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class BacklogComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 1_500_000;

    @Inject
    RequestStore requests;

    @Inject
    Backlog backlog;

    @Test
    void i8APageOfLongBodiesIsShortAndTheNextOneGoesOnBehindIt() {
        store(30_001, "long", LARGE);

        assertThat(offsets(queued(30_001, -1))).containsExactly(0L, 1L);
        assertThat(offsets(queued(30_001, 1))).containsExactly(2L, 3L);
        assertThat(offsets(queued(30_001, 3))).containsExactly(4L);
        assertThat(queued(30_001, 4)).isEmpty();
    }

    @Test
    void i8APageOfShortBodiesIsFull() {
        store(30_002, "short", 1);

        assertThat(offsets(queued(30_002, -1))).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(queued(30_002, -1)).extracting(QueuedMessage::body).containsOnly(new byte[1]);
    }

    private List<QueuedMessage> queued(int partition, long afterOffset) {
        return await(backlog.queued(partition, afterOffset, 500));
    }

    private static List<Long> offsets(List<QueuedMessage> messages) {
        return messages.stream().map(message -> message.origin().offset()).toList();
    }

    private void store(int partition, String name, int bytes) {
        await(requests.store(IntStream.range(0, 5)
                .mapToObj(offset -> arrival(new RecordOrigin(partition, offset), name + "-" + offset, bytes))
                .toList()));
    }

    private static Arrival arrival(RecordOrigin origin, String msgId, int bytes) {
        SendRequest.Payload payload = new SendRequest.Payload(new byte[bytes], msgId.getBytes(StandardCharsets.UTF_8));
        SendRequest request =
                new SendRequest(msgId, Seed.TARGET, Schedule.ANY_TIME, List.of(new ItemHead(1, 1)), null, payload);
        return new Arrival(request, List.of(), origin, null);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
