package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.State;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.lifecycle.Windows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on a real database; its partitions are nobody's, so that no timer and no relay interferes. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class StoreComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger PARTITIONS = new AtomicInteger(20_000);

    private final int partition = PARTITIONS.incrementAndGet();
    private final AtomicInteger offset = new AtomicInteger();

    @Inject
    RequestStore requests;

    @Inject
    MessageStore messages;

    @Inject
    Backlog backlog;

    @Inject
    Orphans orphans;

    @Inject
    Recent recent;

    @Inject
    Retention retention;

    @Inject
    Database database;

    @Inject
    PartitionClaims claims;

    @Inject
    Windows windows;

    @Inject
    Clock clock;

    @BeforeEach
    void own() {
        await(claims.claim(Set.of(partition)));
    }

    @Test
    void i2AMessageWhoseTurnComesAtOnceIsStoredAsBegun() {
        Arrival arrival = arrival("at-once", "a").begunAt(clock.instant());

        Stored result = store(arrival).get(0);

        assertThat(((Stored.New) result).message().state()).isEqualTo(new State.Sending(arrival.begunAt()));
        assertThat(status("at-once")).isEqualTo(MessageStatus.SENDING);
        assertThat(store(arrival)).containsExactly(new Stored.Repeated(false, true, true));
        assertThat(store(arrival.begunAt(null))).containsExactly(new Stored.Repeated(false, true, false));
    }

    @Test
    void i2NobodyBeginsAnAttemptOrFiresATimerOfAPartitionThatAnotherReplicaHasClaimed() {
        store(arrival("fenced", "a"));
        execute("update partition_owner set owner = 'another' where partition = $1", partition);

        Applied begun = apply("fenced", new Trigger.AttemptBegins(clock.instant()));
        store(arrival("fenced-at-once", "a").begunAt(clock.instant()));

        Instant later = clock.instant().plus(Duration.ofDays(1));
        Applied woken = apply("fenced", new Trigger.TimeReached(later, windows));

        assertThat(((Applied.Unmoved) begun).reason()).isEqualTo(IgnoredReason.FENCED);
        assertThat(((Applied.Unmoved) woken).reason()).isEqualTo(IgnoredReason.FENCED);
        assertThat(status("fenced-at-once")).isEqualTo(MessageStatus.QUEUED);
        assertThat(((Applied.Moved) apply("fenced", new Trigger.Cancel()))
                        .message()
                        .status())
                .isEqualTo(MessageStatus.CANCELLED);
    }

    /** The answer to a commit was lost, and with it what was remembered; whoever asks again has lost the partition meanwhile. */
    @Test
    void i5AnAttemptThatHasBegunIsFencedToo() {
        store(arrival("begun-and-fenced", "a"));
        moved("begun-and-fenced", new Trigger.AttemptBegins(clock.instant()));
        recent.forget(List.of("begun-and-fenced"));
        execute("update partition_owner set owner = 'another' where partition = $1", partition);

        Applied again = apply("begun-and-fenced", new Trigger.AttemptBegins(clock.instant()));

        assertThat(((Applied.Unmoved) again).reason()).isEqualTo(IgnoredReason.FENCED);
    }

    @Test
    void aRepeatWaitsForItsLaneAlthoughACallbackOfAStrangerCameFirst() {
        Target stranger = new Target("default", "stranger", "g-1");
        store(arrival("waits-still", "a"));
        await(database.execute(
                """
                insert into orphan_callback(msg_id, app, robot_id, group_id, msg_num, sent, received_at)
                values ('waits-still', $1, $2, $3, 1, true, $4)
                """,
                Tuple.of(
                        stranger.app(),
                        stranger.robotId(),
                        stranger.groupId(),
                        ColumnArrays.timestamp(clock.instant()))));

        List<Stored> results = await(requests.store(List.of(arrival("waits-still", "a"))));

        assertThat(results).containsExactly(new Stored.Repeated(true, false, false));
    }

    @Test
    void aCallbackThatCameFirstKeepsAMessageFromBeingBegun() {
        await(orphans.keep(new Orphan("known", new Trigger.ItemReported(Seed.TARGET, 1, true, null, clock.instant()))));

        Stored result = store(arrival("known", "a").begunAt(clock.instant())).get(0);

        assertThat(((Stored.New) result).message().status()).isEqualTo(MessageStatus.SENT);
    }

    @Test
    void theFirstOfABatchIsStoredTheSameAgainIsARepeatAndAnotherContentIsAConflict() {
        Arrival first = arrival("batch-1", "a");
        List<Stored> results = store(first, arrival("batch-1", "a"), arrival("batch-1", "b"));

        assertThat(results.get(0)).isInstanceOf(Stored.New.class);
        assertThat(results.subList(1, 3))
                .containsExactly(new Stored.Repeated(true, false, false), new Stored.Conflicting());
        assertThat(events("batch-1")).containsExactly(EventType.REFUSED_DUPLICATE);
        assertThat(store(first)).containsExactly(new Stored.Repeated(true, true, false));
    }

    @Test
    void aConflictThatIsReadAgainAfterACrashIsToldOnce() {
        store(arrival("told-once", "a"));
        Arrival conflict = arrival("told-once", "b");
        store(conflict);
        assertThat(store(conflict)).containsExactly(new Stored.Conflicting());
        assertThat(events("told-once")).containsExactly(EventType.REFUSED_DUPLICATE);

        store(arrival("told-once", "b"));
        assertThat(events("told-once")).containsExactly(EventType.REFUSED_DUPLICATE, EventType.REFUSED_DUPLICATE);
    }

    @Test
    void aRepeatOfAMessageThatHasGoneOnDoesNotWaitForALane() {
        Arrival first = arrival("gone-on", "a");
        store(first);
        apply("gone-on", new Trigger.AttemptBegins(clock.instant()));

        assertThat(store(first)).containsExactly(new Stored.Repeated(false, true, false));
    }

    @Test
    void i2OfManyWhoBeginTheSameAttemptOneDoes() {
        store(arrival("race", "a"));

        List<Applied> results = IntStream.range(0, 20)
                .mapToObj(i -> messages.apply("race", new Trigger.AttemptBegins(clock.instant())))
                .map(Uni::subscribeAsCompletionStage)
                .toList()
                .stream()
                .map(future -> future.orTimeout(20, TimeUnit.SECONDS).join())
                .toList();

        assertThat(results).filteredOn(Applied.Moved.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(Applied.Unmoved.class::isInstance)
                .allMatch(result -> ((Applied.Unmoved) result).reason() == IgnoredReason.NOT_APPLICABLE)
                .hasSize(19);
    }

    @Test
    void i2WhatSomebodyElseChangedIsNotDecidedByWhatIsRemembered() {
        store(arrival("behind", "a"));
        execute("update message set status = 'CANCELLED' where msg_id = $1", "behind");

        assertThat(apply("behind", new Trigger.AttemptBegins(clock.instant()))).isInstanceOf(Applied.Unmoved.class);
        assertThat(status("behind")).isEqualTo(MessageStatus.CANCELLED);
    }

    @Test
    void aTriggerIsNotIgnoredForWhatIsRememberedWrong() {
        store(arrival("ahead", "a"));
        apply("ahead", new Trigger.AttemptBegins(clock.instant()));
        execute(
                "update message set status = 'QUEUED', since = null, attempts = 0 where msg_id = $1 and status = 'SENDING'",
                "ahead");

        assertThat(apply("ahead", new Trigger.AttemptBegins(clock.instant()))).isInstanceOf(Applied.Moved.class);
    }

    @Test
    void changesOfOthersInTheSameBatchAreAllOrNothing() {
        store(arrival("mixed-1", "a"), arrival("mixed-2", "a"));
        execute("update message set updated_at = updated_at where msg_id = $1", "mixed-2");

        List<Applied> results = await(Uni.combine()
                .all()
                .unis(
                        messages.apply("mixed-1", new Trigger.Cancel()),
                        messages.apply("mixed-2", new Trigger.Cancel()),
                        messages.apply("mixed-3", new Trigger.Cancel()))
                .with(all -> all.stream().map(Applied.class::cast).toList()));

        assertThat(results.subList(0, 2)).allMatch(Applied.Moved.class::isInstance);
        assertThat(results.get(2)).isInstanceOf(Applied.Unknown.class);
        assertThat(outboxOf("mixed-1")).containsExactly(1);
        assertThat(outboxOf("mixed-2")).containsExactly(1);
    }

    @Test
    void i7TheOutboxHoldsEventsInOrderUntilTheyAreAcknowledged() {
        store(arrival("outbox", "a"));
        apply("outbox", new Trigger.AttemptBegins(clock.instant()));
        apply("outbox", new Trigger.PlatformAccepted("sn", clock.instant()));
        apply("outbox", new Trigger.ItemReported(Seed.TARGET, 1, true, null, clock.instant()));

        assertThat(outboxOf("outbox")).containsExactly(1, 2);
        assertThat(events("outbox")).containsExactly(EventType.ACCEPTED, EventType.ITEM_SENT);
    }

    @Test
    void theBacklogOfAPartitionComesInTheOrderOfItsRecordsPageByPage() {
        store(IntStream.range(0, 5).mapToObj(i -> arrival("page-" + i, "a")).toArray(Arrival[]::new));
        apply("page-1", new Trigger.AttemptBegins(clock.instant()));

        List<QueuedMessage> page = await(backlog.queued(partition, -1, 2));
        List<QueuedMessage> next =
                await(backlog.queued(partition, page.get(1).origin().offset(), 10));

        assertThat(page).extracting(QueuedMessage::msgId).containsExactly("page-0", "page-2");
        assertThat(next).extracting(QueuedMessage::msgId).containsExactly("page-3", "page-4");
        assertThat(next.get(0).body()).isEqualTo("body of page-3".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCallbackThatCameBeforeItsMessageIsAppliedWhenTheMessageComes() {
        Trigger.ItemReported report = new Trigger.ItemReported(Seed.TARGET, 1, true, null, clock.instant());
        await(orphans.keep(new Orphan("orphaned", report)));
        await(orphans.keep(new Orphan("orphaned", report)));
        assertThat(number("select count(*) from orphan_callback where msg_id = $1", "orphaned"))
                .isEqualTo(1);

        store(arrival("orphaned", "a"));

        assertThat(status("orphaned")).isEqualTo(MessageStatus.SENT);
        assertThat(number("select count(*) from orphan_callback where msg_id = $1", "orphaned"))
                .isZero();
    }

    /** A crash between storing the callback and looking for its message leaves both. */
    @Test
    void whatACrashLeftOverIsFoundByRetention() {
        store(arrival("left-over", "a"));
        await(database.execute(
                """
                insert into orphan_callback(msg_id, app, robot_id, group_id, msg_num, sent, received_at)
                values ('left-over', $1, $2, $3, 1, true, $4)
                """,
                Tuple.of(
                        Seed.TARGET.app(),
                        Seed.TARGET.robotId(),
                        Seed.TARGET.groupId(),
                        ColumnArrays.timestamp(clock.instant()))));

        await(retention.forget());

        assertThat(status("left-over")).isEqualTo(MessageStatus.SENT);
    }

    @Test
    void anOrphanOfAStrangerDoesNotSwallowTheGenuineOne() {
        Target stranger = new Target("default", "stranger", "g-1");
        await(orphans.keep(new Orphan("shared", new Trigger.ItemReported(stranger, 1, true, null, clock.instant()))));
        await(orphans.keep(
                new Orphan("shared", new Trigger.ItemReported(Seed.TARGET, 1, true, null, clock.instant()))));

        store(arrival("shared", "a"));

        assertThat(status("shared")).isEqualTo(MessageStatus.SENT);
    }

    @Test
    void everyStateSurvivesTheWayThroughTheDatabase() {
        store(arrival("states", "a"));
        Instant at = clock.instant();
        Message sending = moved("states", new Trigger.AttemptBegins(at));
        Message doubt = moved(
                "states", new Trigger.OutcomeInDoubt(1, MessageError.of(ErrorCode.OUTCOME_UNKNOWN, "It broke."), at));

        assertThat(unmoved("states", new Trigger.Cancel())).isEqualTo(doubt);
        assertThat(sending.status()).isEqualTo(MessageStatus.SENDING);
        Message accepted = moved("states", new Trigger.PlatformAccepted("sn", at));
        assertThat(unmoved("states", new Trigger.Cancel())).isEqualTo(accepted);
        Message sent = moved("states", new Trigger.ItemReported(Seed.TARGET, 1, false, "bad word", at));
        assertThat(unmoved("states", new Trigger.Cancel())).isEqualTo(sent);
        assertThat(sent.items().list().get(0).errMsg()).isEqualTo("bad word");
    }

    @Test
    void whatIsOldEnoughIsForgottenContentsFirst() {
        store(arrival("fresh", "a"), arrival("old", "a"), arrival("older", "a"), arrival("waiting", "a"));
        List.of("fresh", "old", "older").forEach(id -> apply(id, new Trigger.Cancel()));
        age("old", Duration.ofDays(8));
        age("older", Duration.ofDays(31));
        age("waiting", Duration.ofDays(31));
        execute("delete from outbox where partition = $1", partition);

        await(retention.forget());

        assertThat(contents("fresh")).isEqualTo(1);
        assertThat(contents("old")).isZero();
        assertThat(contents("waiting")).isEqualTo(1);
        assertThat(messages.apply("older", new Trigger.Cancel()).await().atMost(PATIENCE))
                .isInstanceOf(Applied.Unknown.class);
        assertThat(status("old")).isEqualTo(MessageStatus.CANCELLED);
    }

    private Arrival arrival(String msgId, String content) {
        SendRequest request = new SendRequest(
                msgId,
                Seed.TARGET,
                Schedule.ANY_TIME,
                List.of(new ItemHead(1, 1)),
                null,
                new SendRequest.Payload(
                        ("body of " + msgId).getBytes(StandardCharsets.UTF_8),
                        content.getBytes(StandardCharsets.UTF_8)));
        return new Arrival(request, List.of(), new RecordOrigin(partition, offset.incrementAndGet()), null);
    }

    private List<Stored> store(Arrival... arrivals) {
        return await(requests.store(List.of(arrivals)));
    }

    private Applied apply(String msgId, Trigger trigger) {
        return await(messages.apply(msgId, trigger));
    }

    private Message moved(String msgId, Trigger trigger) {
        return ((Applied.Moved) apply(msgId, trigger)).message();
    }

    private Message unmoved(String msgId, Trigger trigger) {
        return ((Applied.Unmoved) apply(msgId, trigger)).message();
    }

    private MessageStatus status(String msgId) {
        return unmoved(msgId, new Trigger.NotStartedInTime(-1)).status();
    }

    private List<EventType> events(String msgId) {
        return await(database.execute(
                        "select " + EventColumns.COLUMNS + " from message_event e join message m on m.id = e.message_id"
                                + " where m.msg_id = $1 order by e.seq",
                        Tuple.of(msgId)))
                .stream()
                .map(EventColumns::event)
                .map(StatusEvent::what)
                .map(what -> what.type())
                .toList();
    }

    private List<Integer> outboxOf(String msgId) {
        return await(database.execute(
                        "select told.seq from outbox o"
                                + " cross join lateral unnest(o.message_ids, o.seqs) with ordinality as told(message_id, seq, position)"
                                + " join message m on m.id = told.message_id where m.msg_id = $1 order by o.id, told.position",
                        Tuple.of(msgId)))
                .stream()
                .map(row -> row.getInteger("seq"))
                .toList();
    }

    private long contents(String msgId) {
        return number(
                "select count(*) from message_content c join message m on m.id = c.message_id where m.msg_id = $1",
                msgId);
    }

    private void age(String msgId, Duration age) {
        execute(
                "update message set updated_at = updated_at - $1 * interval '1 second' where msg_id = $2",
                (double) age.toSeconds(),
                msgId);
    }

    private long number(String sql, Object parameter) {
        return await(database.execute(sql, Tuple.of(parameter)))
                .iterator()
                .next()
                .getLong(0);
    }

    private void execute(String sql, Object... parameters) {
        await(database.execute(sql, Tuple.from(List.of(parameters))));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
