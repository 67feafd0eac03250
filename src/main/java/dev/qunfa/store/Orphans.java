package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Callbacks that came before their message. The statement that stores a message looks for its callbacks; whoever stores a
 * callback looks for its message afterwards, at once and again when a statement that did not see the callback is committed.
 * What a crash left over is found by retention. Bounded in number here and in age by retention. Thread-safe.
 */
@ApplicationScoped
public class Orphans {
    private static final Logger LOG = Logger.getLogger(Orphans.class);

    /** A repetition is kept once, and uses up no id: the bound counts them. */
    private static final String KEEP =
            """
            insert into orphan_callback(msg_id, app, robot_id, group_id, msg_num, sent, err_msg, received_at)
            select $1::text, $2::text, $3::text, $4::text, $5::int, $6::boolean, $7::text, $8::timestamptz
             where not exists (select from orphan_callback
                                where msg_id = $1 and app = $2 and robot_id = $3 and group_id = $4 and msg_num = $5
                                  and sent = $6)
                on conflict do nothing
            """;

    /** Ids rise by the row, so the newest {@code maxOrphans} are those above the newest id less that number. */
    private static final String BOUND =
            "delete from orphan_callback where id <= (select max(id) from orphan_callback) - $1";

    private static final String LEFT_OVER =
            """
            select distinct msg_id from orphan_callback o
             where exists (select from message m where m.msg_id = o.msg_id) limit 1000
            """;

    /** By then, whoever stored a message without having seen a callback has committed. */
    private static final long SECOND_LOOK_MS = 2_000;

    static final String FIND = "select * from orphan_callback where msg_id = any($1) order by id";

    private final Database database;
    private final MessageStore messages;
    private final Vertx vertx;
    private final int maxOrphans;
    private final Set<String> lookAgain = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isLookPlanned = new AtomicBoolean();

    Orphans(Database database, MessageStore messages, Vertx vertx, StoreConfig config) {
        this.vertx = vertx;
        this.database = database;
        this.messages = messages;
        this.maxOrphans = config.maxOrphans();
    }

    /** Keeps the callback, then looks whether its message has turned up meanwhile. */
    public Uni<Void> keep(Orphan orphan) {
        return database.execute(KEEP, columns(orphan))
                .chain(() -> database.execute(BOUND, Tuple.of((long) maxOrphans)))
                .chain(() -> adopt(List.of(orphan.msgId())))
                .invoke(adopted -> lookAgainUnless(adopted.containsKey(orphan.msgId()), orphan.msgId()))
                .replaceWithVoid();
    }

    private void lookAgainUnless(boolean done, String msgId) {
        if (done) {
            return;
        }
        lookAgain.add(msgId);
        if (isLookPlanned.compareAndSet(false, true)) {
            vertx.setTimer(SECOND_LOOK_MS, timer -> secondLook());
        }
    }

    private void secondLook() {
        isLookPlanned.set(false);
        List<String> msgIds = List.copyOf(lookAgain);
        lookAgain.removeAll(msgIds);
        adopt(msgIds).subscribe().with(adopted -> {}, this::left);
    }

    /** Applies what belongs to messages that are known and was not applied when it should have been. */
    Uni<Void> adoptLeftOver() {
        return database.execute(LEFT_OVER, Tuple.tuple())
                .map(rows -> {
                    List<String> msgIds = new ArrayList<>();
                    rows.forEach(row -> msgIds.add(row.getString("msg_id")));
                    return msgIds;
                })
                .chain(msgIds -> msgIds.isEmpty() ? Uni.createFrom().item(Map.of()) : adopt(msgIds))
                .replaceWithVoid();
    }

    private void left(Throwable failure) {
        LOG.warnf("Callbacks that came early wait for retention to apply them. %s", Outage.reason(failure));
    }

    /**
     * Applies what was kept for these messages, as far as they are known by now.
     *
     * @return the messages that had any, as they are now
     */
    public Uni<Map<String, Message>> adopt(List<String> msgIds) {
        return database.execute(FIND, Tuple.of(msgIds.toArray(String[]::new))).chain(this::applyAll);
    }

    private Uni<Map<String, Message>> applyAll(RowSet<Row> rows) {
        Map<String, Message> adopted = new HashMap<>();
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row ->
                        apply(row).invoke(now -> now.ifPresent(message -> adopted.put(message.msgId(), message))))
                .collect()
                .last()
                .replaceWith(adopted);
    }

    private Uni<Optional<Message>> apply(Row row) {
        return messages.apply(row.getString("msg_id"), report(row)).chain(applied -> message(applied)
                .map(message -> forget(row.getLong("id")).replaceWith(Optional.of(message)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private static Optional<Message> message(Applied applied) {
        if (applied instanceof Applied.Moved moved) {
            return Optional.of(moved.message());
        }
        return applied instanceof Applied.Unmoved unmoved ? Optional.of(unmoved.message()) : Optional.empty();
    }

    private Uni<Void> forget(long id) {
        return database.execute("delete from orphan_callback where id = $1", Tuple.of(id))
                .replaceWithVoid();
    }

    private static Trigger.ItemReported report(Row row) {
        Instant at = LockedMessage.instant(row, "received_at");
        return new Trigger.ItemReported(
                new Target(row.getString("app"), row.getString("robot_id"), row.getString("group_id")),
                row.getInteger("msg_num"),
                row.getBoolean("sent"),
                row.getString("err_msg"),
                at);
    }

    private static Tuple columns(Orphan orphan) {
        Trigger.ItemReported report = orphan.report();
        Target from = report.from();
        return Tuple.from(Arrays.asList(
                orphan.msgId(),
                from.app(),
                from.robotId(),
                from.groupId(),
                report.msgNum(),
                report.sent(),
                report.errMsg(),
                ColumnArrays.timestamp(report.at())));
    }
}
