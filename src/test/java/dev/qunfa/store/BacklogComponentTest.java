package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.partition.OwnedPartitions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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

    @Inject
    MessageStore messages;

    @Inject
    PartitionClaims claims;

    @Inject
    OwnedPartitions owned;

    @Inject
    Clock clock;

    @Test
    void i8OfLongBodiesOnlyTheFirstComeWithThePage() {
        store(30_001, "long", LARGE);

        List<QueuedMessage> page = queued(30_001, -1);

        assertThat(offsets(page)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(page.stream().map(message -> message.body() != null))
                .containsExactly(true, true, false, false, false);
        assertThat(await(backlog.body("long-4")))
                .hasValueSatisfying(body -> assertThat(body).hasSize(LARGE));
        assertThat(offsets(queued(30_001, 3))).containsExactly(4L);
        assertThat(queued(30_001, 4)).isEmpty();
    }

    @Test
    void i8APageOfShortBodiesIsFull() {
        store(30_002, "short", 1);

        assertThat(offsets(queued(30_002, -1))).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(queued(30_002, -1)).extracting(QueuedMessage::body).containsOnly(new byte[1]);
    }

    @Test
    void aMessageThatWaitsForItsRetryKeepsItsPlaceAndOneThatIsScheduledHasNone() {
        store(30_003, "place", 1);
        await(claims.claim(Set.of(30_003)));
        Instant later = clock.instant().plus(Duration.ofHours(1));
        await(messages.apply("place-1", new Trigger.AttemptBegins(clock.instant())));
        MessageError error = MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, "Not processed.");
        await(messages.apply("place-1", new Trigger.NotProcessed(1, error, later)));

        assertThat(queued(30_003, -1))
                .extracting(QueuedMessage::retryAt)
                .containsExactly(null, later, null, null, null);
    }

    @Test
    void aRetryThatWouldComeTooLateHoldsNobody() {
        Instant deadline = clock.instant().plus(Duration.ofMinutes(5));
        await(requests.store(List.of(arrival(new RecordOrigin(30_004, 0), "late-0", 1, new Schedule(null, deadline)))));
        store(30_004, "after", 1);
        await(claims.claim(Set.of(30_004)));
        await(messages.apply("late-0", new Trigger.AttemptBegins(clock.instant())));
        MessageError error = MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, "Not processed.");
        await(messages.apply("late-0", new Trigger.NotProcessed(1, error, deadline.plusSeconds(1))));

        assertThat(queued(30_004, -1))
                .extracting(QueuedMessage::msgId)
                .doesNotContain("late-0")
                .hasSize(5);
    }

    @Test
    void aLookAheadTellsWhatIsNextWithoutTakingItForDue() {
        Instant far = clock.instant().plus(Duration.ofDays(3_600)).truncatedTo(ChronoUnit.SECONDS);
        Instant farther = far.plusSeconds(60);
        await(requests.store(List.of(
                arrival(new RecordOrigin(30_005, 0), "ripe-deadline", 1, new Schedule(null, far)),
                arrival(new RecordOrigin(30_005, 1), "ripe-not-before", 1, new Schedule(farther, null)))));
        owned.assigned(Set.of(30_005));
        Awaitility.await().atMost(PATIENCE).until(() -> owned.state(30_005).isClaimed());

        Backlog.Ripe before = ripe(far.minusSeconds(5), farther);
        Backlog.Ripe between = ripe(far, farther.plusSeconds(5));
        Backlog.Ripe after = ripe(farther, farther.plusSeconds(5));
        owned.revoked(Set.of(30_005));

        assertThat(before.due()).doesNotContainKey("ripe-deadline");
        assertThat(before.next()).isEqualTo(far);
        assertThat(between.due()).containsEntry("ripe-deadline", 30_005);
        assertThat(between.awaking()).doesNotContainKey("ripe-not-before");
        assertThat(between.next()).isEqualTo(farther);
        assertThat(after.awaking()).containsEntry("ripe-not-before", 30_005);
        assertThat(after.next()).isEqualTo(farther.plusSeconds(5));
    }

    @Test
    void whoLooksAheadCanTellThatSomethingHasBeenWrittenSince() {
        long before = messages.commits();
        await(requests.store(List.of(arrival(new RecordOrigin(30_006, 0), "written", 1))));
        long stored = messages.commits();
        await(messages.apply("written", new Trigger.Cancel()));

        assertThat(stored).isGreaterThan(before);
        assertThat(messages.commits()).isGreaterThan(stored);
    }

    private Backlog.Ripe ripe(Instant now, Instant ahead) {
        return await(backlog.ripe(now, ahead, 10_000, 10_000));
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
        return arrival(origin, msgId, bytes, Schedule.ANY_TIME);
    }

    private static Arrival arrival(RecordOrigin origin, String msgId, int bytes, Schedule schedule) {
        SendRequest.Payload payload = new SendRequest.Payload(new byte[bytes], msgId.getBytes(StandardCharsets.UTF_8));
        SendRequest request = new SendRequest(msgId, Seed.TARGET, schedule, List.of(new ItemHead(1, 1)), null, payload);
        return new Arrival(request, List.of(), origin, null);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
