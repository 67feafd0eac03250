package dev.qunfa.store;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Loops;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Forgets what has been kept long enough: contents first, whole messages later, and callbacks whose message never turned
 * up. Small batches, one statement at a time and pauses between them, so that it never stands in the way of sending. Replicas may
 * do it side by side.
 */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 25;
    private static final int PAUSE_FOR_WORK = 4;
    /** What is not done by then is so much that it would only become more. */
    private static final Duration UNHURRIED = Duration.ofMinutes(10);

    /** Timers count milliseconds. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final String FINISHED = "status in ('SENT', 'PARTIALLY_SENT', 'FAILED', 'EXPIRED', 'REJECTED',"
            + " 'CANCELLED', 'UNCONFIRMED') and updated_at < $1";

    /**
     * A message whose events still wait for the broker stays. That is looked up one by one only for messages that are not older by a
     * day than the first event that waits: mostly there is none that waits for so long.
     */
    static final String FORGET_MESSAGES =
            """
            with oldest as (
                select min(e.occurred_at) - interval '1 day' as told_at
                  from (select message_ids[1] as message_id, seqs[1] as seq from outbox order by id limit 1) first
                  join message_event e using (message_id, seq)
            ), old as (
                select id from message
                 where %s
                   and not exists (select from outbox_held h where h.message_id = message.id)
                   and (not exists (select from outbox)
                        or updated_at < (select told_at from oldest)
                        or not exists (select from outbox o where message.id = any(o.message_ids)))
                 order by updated_at limit $2 for update skip locked
            ), contents as (
                delete from message_content c using old where c.message_id = old.id
            ), events as (
                delete from message_event e using old where e.message_id = old.id
            ), messages as (
                delete from message m using old where m.id = old.id
            )
            select count(*) as number from old
            """
                    .formatted(FINISHED);

    /** Goes through the finished messages once, from the last one it saw. */
    private static final String FORGET_CONTENTS =
            """
            with old as (
                select id, status, updated_at from message
                 where %s and (updated_at, id) > ($3, $4) order by updated_at, id limit $2
            ), contents as (
                delete from message_content c using old where c.message_id = old.id and old.status <> 'UNCONFIRMED'
            )
            select count(*) over () as number, updated_at, id from old order by updated_at desc, id desc limit 1
            """
                    .formatted(FINISHED);

    private static final String FORGET_ORPHANS =
            """
            with old as (
                delete from orphan_callback
                 where id in (select id from orphan_callback where received_at < $1 order by received_at limit $2)
                returning id
            )
            select count(*) as number from old
            """;

    private final Database database;
    private final Orphans orphans;
    private final Clock clock;
    private final RetentionConfig config;
    private final Loops loops;
    private final FailureLog failures = new FailureLog(LOG);
    private volatile Heartbeat heartbeat;
    private Instant latestForgotten = Instant.EPOCH;
    private long latestForgottenId;
    private volatile Instant hurryFrom = Instant.MAX;
    private volatile boolean stopped;

    Retention(Database database, Orphans orphans, Clock clock, RetentionConfig config, Loops loops) {
        this.loops = loops;
        this.database = database;
        this.orphans = orphans;
        this.clock = clock;
        this.config = config;
    }

    void start(@Observes @AtStep(StartStep.HOUSEKEEPING) Starting event) {
        heartbeat = loops.repeat("retention", config.interval(), this::round);
    }

    private Uni<Duration> round() {
        if (!database.isReady()) {
            return Uni.createFrom().item(config.interval());
        }
        return forget().invoke(() -> failures.succeeded("Old messages can be forgotten again."))
                .onFailure()
                .invoke(failure ->
                        failures.failed("Old messages could not be forgotten; trying again. " + Outage.reason(failure)))
                .replaceWith(config.interval());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Everything that is old enough by now. */
    Uni<Void> forget() {
        hurryFrom = clock.instant().plus(UNHURRIED);
        return inBatches(this::forgetContents)
                .chain(() -> inBatches(this::forgetMessages))
                .chain(() -> inBatches(this::forgetOrphans))
                .chain(orphans::adoptLeftOver);
    }

    /** Goes through the finished messages once, from the last one it saw. */
    private Uni<Boolean> forgetContents() {
        Tuple parameters =
                Tuple.of(cutoff(config.content()), BATCH, ColumnArrays.timestamp(latestForgotten), latestForgottenId);
        return database.execute(FORGET_CONTENTS, parameters)
                .invoke(rows -> rows.forEach(this::noteLatest))
                .map(rows -> rows.size() > 0 && isFull(rows));
    }

    private void noteLatest(Row latest) {
        latestForgotten = LockedMessage.instant(latest, "updated_at");
        latestForgottenId = latest.getLong("id");
    }

    private Uni<Boolean> forgetMessages() {
        return database.execute(FORGET_MESSAGES, Tuple.of(cutoff(config.messages()), BATCH))
                .map(Retention::isFull);
    }

    private Uni<Boolean> forgetOrphans() {
        return database.execute(FORGET_ORPHANS, Tuple.of(cutoff(config.orphans()), BATCH))
                .map(Retention::isFull);
    }

    /** One batch after the other while they are full; a fifth of the time, half of it if that turns out to be too little. */
    private Uni<Void> inBatches(Supplier<Uni<Boolean>> batch) {
        return Multi.createBy()
                .repeating()
                .uni(() -> withPause(batch))
                .whilst(full -> full && !stopped)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> withPause(Supplier<Uni<Boolean>> batch) {
        long begun = System.nanoTime();
        if (heartbeat != null) {
            heartbeat.beat();
        }
        return batch.get()
                .call(full -> full
                        ? pause(System.nanoTime() - begun)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> pause(long nanosOfWork) {
        boolean hurries = clock.instant().isAfter(hurryFrom);
        Duration pause = Duration.ofNanos(hurries ? nanosOfWork : PAUSE_FOR_WORK * nanosOfWork);
        return Uni.createFrom().voidItem().onItem().delayIt().by(within(pause));
    }

    private static Duration within(Duration pause) {
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private OffsetDateTime cutoff(Duration age) {
        return ColumnArrays.timestamp(clock.instant().minus(age));
    }

    private static boolean isFull(RowSet<Row> rows) {
        return rows.iterator().next().getLong("number") == BATCH;
    }
}
