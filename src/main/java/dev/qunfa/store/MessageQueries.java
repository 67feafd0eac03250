package dev.qunfa.store;

import dev.qunfa.lifecycle.StatusEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Questions to the store; never changes it. Each runs in a session of its own on the caller's Vert.x context, and a
 * context runs one at a time.
 */
@ApplicationScoped
public class MessageQueries {
    private static final String BEHIND =
            "select m.id from MessageRow m where m.id in :keys and exists (select 1 from MessageRow o"
                    + " where o.partition = m.partition and o.recordOffset < m.recordOffset and o.status = QUEUED"
                    + " and o.wakeAt is null and o.robotId = m.robotId and o.groupId = m.groupId)";

    private final Sessions sessions;

    private final AtomicInteger lists = new AtomicInteger();
    private final int maxLists;

    MessageQueries(Sessions sessions, StoreConfig config) {
        this.sessions = sessions;
        this.maxLists = config.maxLists();
    }

    public Uni<Optional<MessageDetails>> find(String msgId) {
        return sessions.with(session -> row(session, msgId))
                .map(row -> Optional.ofNullable(row).map(MessageRow::details));
    }

    /** Those of the given ids that are known, in any order. */
    public Uni<List<MessageDetails>> findAll(Collection<String> msgIds) {
        return sessions.with(session -> session.createQuery("from MessageRow where msgId in :msgIds", MessageRow.class)
                        .setParameter("msgIds", msgIds)
                        .getResultList())
                .map(MessageQueries::details);
    }

    /**
     * A page of those that pass the filter, newest first. A filter that few messages pass takes long, so the number of
     * pages under way is bounded; one more fails with {@link OverloadedException}.
     *
     * @param after where the page before it ended, empty for the first
     * @param limit most messages of the page
     */
    public Uni<MessagePage> page(MessageFilter filter, Optional<PageKey> after, int limit) {
        PageQuery query = new PageQuery(filter, after);
        return bounded(() -> sessions.with(session -> query.on(session)
                        .setMaxResults((int) Math.min(Integer.MAX_VALUE, limit + 1L))
                        .getResultList())
                .map(rows -> MessagePage.of(details(rows), limit)));
    }

    /**
     * The events of a message.
     *
     * @param afterSeq only those with a higher {@code seq}
     * @param limit most events
     * @return empty if no message has this id
     */
    public Uni<Optional<Timeline>> timeline(String msgId, int afterSeq, int limit) {
        return sessions.with(session -> row(session, msgId)
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : events(session, row, afterSeq, limit).map(Optional::of)));
    }

    /** The bodies that the platform is sent, by {@link MessageDetails#key}; those that are gone are missing. */
    public Uni<Map<Long, byte[]>> contents(Collection<Long> keys) {
        return sessions.with(
                        session -> session.createQuery("from ContentRow where messageId in :keys", ContentRow.class)
                                .setParameter("keys", keys)
                                .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.messageId, row -> row.body)));
    }

    /** Those of the given messages, by {@link MessageDetails#key}, that have an earlier one waiting in their lane. */
    public Uni<Set<Long>> behindOthers(Collection<Long> keys) {
        return sessions.with(session -> session.createQuery(BEHIND, Long.class)
                        .setParameter("keys", keys)
                        .getResultList())
                .map(Set::copyOf);
    }

    /** Counts a query until it ends, even if nobody waits for it any more. */
    private <T> Uni<T> bounded(Supplier<Uni<T>> query) {
        return Uni.createFrom().deferred(() -> {
            if (lists.incrementAndGet() > maxLists) {
                lists.decrementAndGet();
                return Uni.createFrom().failure(new OverloadedException("lists", maxLists));
            }
            CompletableFuture<T> running = query.get().subscribeAsCompletionStage();
            running.whenComplete((result, failure) -> lists.decrementAndGet());
            return Uni.createFrom().completionStage(running.copy());
        });
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
