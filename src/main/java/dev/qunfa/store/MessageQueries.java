package dev.qunfa.store;

import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.StatusEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Questions to the store; never changes it. Each runs in a session of its own on the caller's Vert.x context, and a
 * context runs one at a time. All of them together have a share of the connections ({@link ReadSlots}).
 */
@ApplicationScoped
public class MessageQueries {
    /**
     * Looks at the nearest of those that wait before it in its partition only: with a long backlog the answer is a guess anyway,
     * and a walk through all of it, for each message of a page, takes the database for minutes.
     */
    static final String BEHIND =
            """
            select m.id from message m where m.id = any($1) and exists (select 1 from
                (select o.robot_id, o.group_id from message o
                    where o.partition = m.partition and o.record_offset < m.record_offset
                        and o.status = 'QUEUED' and o.wake_at is null
                    order by o.record_offset desc limit 200) before
                where before.robot_id = m.robot_id and before.group_id = m.group_id)
            """;

    static final String PROGRESS = "select msg_id, seq, status from message where msg_id = any($1)";

    /** As many as may reasonably have come together; each has its caller's connection behind it. */
    private static final int MAX_WAITING = 500;

    private final Sessions sessions;
    private final Database database;
    private final ReadSlots reads;
    private final ReadSlots lists;
    private final String listTimeout;

    MessageQueries(Sessions sessions, Database database, StoreConfig config) {
        this.sessions = sessions;
        this.database = database;
        this.reads = new ReadSlots("reads", config.maxReads(), MAX_WAITING);
        this.lists = new ReadSlots("lists", config.maxLists(), 0);
        this.listTimeout =
                "set local statement_timeout = " + config.listTimeout().toMillis();
    }

    public Uni<Optional<MessageDetails>> find(String msgId) {
        return read(session -> row(session, msgId))
                .map(row -> Optional.ofNullable(row).map(MessageRow::details));
    }

    /** Those of the given ids that are known, in any order. */
    public Uni<List<MessageDetails>> findAll(Collection<String> msgIds) {
        return read(session -> session.createQuery("from MessageRow where msgId in :msgIds", MessageRow.class)
                        .setParameter("msgIds", msgIds)
                        .getResultList())
                .map(MessageQueries::details);
    }

    /**
     * A page of those that pass the filter, newest first. A filter that few messages pass takes long, so the number of
     * pages under way is bounded; one more fails with {@link OverloadedException}. The database ends one that takes too long,
     * so that it does not go on for nobody.
     *
     * @param after where the page before it ended, empty for the first
     * @param limit most messages of the page
     */
    public Uni<MessagePage> page(MessageFilter filter, Optional<PageKey> after, int limit) {
        PageQuery query = new PageQuery(filter, after);
        return lists.with(() -> read(session -> session.withTransaction(transaction -> session.createNativeQuery(
                                listTimeout)
                        .executeUpdate()
                        .chain(() -> query.on(session).setMaxResults(limit + 1).getResultList()))))
                .map(rows -> MessagePage.of(details(rows), limit));
    }

    /**
     * The events of a message.
     *
     * @param afterSeq only those with a higher {@code seq}
     * @param limit most events
     * @return empty if no message has this id
     */
    public Uni<Optional<Timeline>> timeline(String msgId, int afterSeq, int limit) {
        return read(session -> row(session, msgId)
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : events(session, row, afterSeq, limit).map(Optional::of)));
    }

    /** The bodies that the platform is sent, by {@link MessageDetails#key}; those that are gone are missing. */
    public Uni<Map<Long, byte[]>> contents(Collection<Long> keys) {
        return read(session -> session.createQuery("from ContentRow where messageId in :keys", ContentRow.class)
                        .setParameter("keys", keys)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.messageId, row -> row.body)));
    }

    /** Those of the given messages, by {@link MessageDetails#key}, that have an earlier one waiting in their lane, not far before. */
    public Uni<Set<Long>> behindOthers(Collection<Long> keys) {
        return CallerContext.of(reads.with(() -> database.execute(BEHIND, Tuple.of(keys.toArray(Long[]::new)))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** How far the timelines reach of those of the given messages that are known, by {@code msg_id}. */
    public Uni<Map<String, Progress>> progress(Collection<String> msgIds) {
        return CallerContext.of(reads.with(() -> database.execute(PROGRESS, Tuple.of(msgIds.toArray(String[]::new)))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> row.getString(0), MessageQueries::progress)));
    }

    private static Progress progress(Row row) {
        return new Progress(
                row.getInteger(1), MessageStatus.valueOf(row.getString(2)).isFinal());
    }

    private <T> Uni<T> read(Function<Mutiny.StatelessSession, Uni<T>> question) {
        return reads.with(() -> sessions.with(question));
    }

    static Uni<MessageRow> row(Mutiny.StatelessSession session, String msgId) {
        return session.createQuery("from MessageRow where msgId = :msgId", MessageRow.class)
                .setParameter("msgId", msgId)
                .getSingleResultOrNull();
    }

    /** The message was read first: if it was final then, its events up to its {@code seq} are all there is. */
    private static Uni<Timeline> events(Mutiny.StatelessSession session, MessageRow message, int after, int limit) {
        if (message.seq <= after) {
            return Uni.createFrom().item(new Timeline(List.of(), message.status.isFinal()));
        }
        return session.createQuery(
                        "from EventRow where messageId = :key and seq >= :after order by seq", EventRow.class)
                .setParameter("key", message.id)
                .setParameter("after", after)
                .setMaxResults((int) Math.min(Integer.MAX_VALUE, limit + 1L))
                .getResultList()
                .map(rows -> rendered(message, rows, after, limit))
                .map(events -> new Timeline(events, message.status.isFinal() && reaches(events, message.seq)));
    }

    /** @param rows maybe from the event on that the reader has: it tells whether the message was final before the next one */
    private static List<StatusEvent> rendered(MessageRow message, List<EventRow> rows, int after, int limit) {
        List<StatusEvent> events = new ArrayList<>(rows.size());
        EventRow before = null;
        for (EventRow row : rows) {
            if (row.seq > after && events.size() < limit) {
                events.add(row.of(message, before));
            }
            before = row;
        }
        return events;
    }

    private static boolean reaches(List<StatusEvent> events, int seq) {
        return !events.isEmpty() && events.get(events.size() - 1).what().seq() >= seq;
    }

    private static List<MessageDetails> details(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::details).toList();
    }
}
