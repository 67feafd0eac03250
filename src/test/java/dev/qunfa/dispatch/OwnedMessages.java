package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.RequestStore;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** Messages of partitions that tests own. */
@ApplicationScoped
class OwnedMessages {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of an app that is not configured, so that nobody waits for its token; its attempts fail and are repeated. */
    private static final Target TARGET = new Target("unconfigured", "r-owned", "g-owned");

    private final RequestStore requests;
    private final Dispatcher dispatcher;
    private final OwnedPartitions owned;
    private final Pool pool;

    OwnedMessages(RequestStore requests, Dispatcher dispatcher, OwnedPartitions owned, Pool pool) {
        this.requests = requests;
        this.dispatcher = dispatcher;
        this.owned = owned;
        this.pool = pool;
    }

    /** Assigns the partition; once it is served, nobody reads its backlog any more. */
    void own(int partition) {
        owned.assigned(Set.of(partition));
        awaitServed(partition);
    }

    void awaitServed(int partition) {
        Awaitility.await().atMost(PATIENCE).until(() -> isServed(partition));
    }

    /** A message that is in no lane of a served partition is missed. */
    boolean isServed(int partition) {
        return dispatcher
                .missing(Map.of("nobody", partition))
                .await()
                .atMost(PATIENCE)
                .contains("nobody");
    }

    /** Stores a message without telling the dispatcher. */
    Arrival store(String msgId, int partition) {
        byte[] bytes = msgId.getBytes(StandardCharsets.UTF_8);
        SendRequest request = new SendRequest(
                msgId,
                TARGET,
                Schedule.ANY_TIME,
                List.of(new ItemHead(1, 1)),
                null,
                new SendRequest.Payload(bytes, bytes));
        Arrival arrival = new Arrival(request, List.of(), new RecordOrigin(partition, 1), null);
        requests.store(List.of(arrival)).await().atMost(PATIENCE);
        return arrival;
    }

    int attemptsOf(String msgId) {
        return query("select attempts from message where msg_id = $1", msgId).getInteger(0);
    }

    /** The first row. */
    Row query(String sql, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
    }

    void execute(String sql, Object... parameters) {
        pool.preparedQuery(sql).execute(Tuple.from(List.of(parameters))).await().atMost(PATIENCE);
    }
}
