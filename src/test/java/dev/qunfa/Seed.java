package dev.qunfa;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.lifecycle.Violation;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.MessageStore;
import dev.qunfa.store.PartitionClaims;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.RequestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Brings messages into the database and into any state, as the service itself would; nobody dispatches them. */
@ApplicationScoped
public class Seed {
    public static final Target TARGET = new Target("default", "r-1", "g-1");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RequestStore requests;
    private final MessageStore messages;
    private final PartitionClaims claims;
    private final Clock clock;
    private final AtomicLong offset = new AtomicLong();

    Seed(RequestStore requests, MessageStore messages, PartitionClaims claims, Clock clock) {
        this.claims = claims;
        this.requests = requests;
        this.messages = messages;
        this.clock = clock;
    }

    public void queued(String... msgIds) {
        List.of(msgIds).forEach(msgId -> store(msgId, TARGET, 1));
    }

    public void store(String msgId, Target target, int items) {
        store(msgId, target, Schedule.ANY_TIME, items);
    }

    public void store(String msgId, Target target, Schedule schedule, int items) {
        List<ItemHead> heads = IntStream.rangeClosed(1, items)
                .mapToObj(number -> new ItemHead(number, 1))
                .toList();
        store(new SendRequest(msgId, target, schedule, heads, "{\"order\":\"7781\"}", payload(msgId)), List.of());
    }

    public void rejected(String msgId, List<Violation> violations) {
        SendRequest request = new SendRequest(
                msgId,
                new Target("default", null, null),
                Schedule.ANY_TIME,
                List.of(),
                null,
                new SendRequest.Payload(null, bytes(msgId)));
        store(request, violations);
    }

    /** An attempt is on the wire. */
    public void sending(String msgId) {
        queued(msgId);
        apply(msgId, new Trigger.AttemptBegins(clock.instant()));
    }

    public void accepted(String msgId) {
        sending(msgId);
        apply(msgId, new Trigger.PlatformAccepted("sn-" + msgId, clock.instant()));
    }

    public void inDoubt(String msgId) {
        inDoubt(msgId, TARGET);
    }

    public void inDoubt(String msgId, Target target) {
        store(msgId, target, 1);
        apply(msgId, new Trigger.AttemptBegins(clock.instant()));
        MessageError error = MessageError.of(ErrorCode.OUTCOME_UNKNOWN, "The connection broke.");
        apply(msgId, new Trigger.OutcomeInDoubt(1, error, clock.instant()));
    }

    public void sent(String msgId) {
        accepted(msgId);
        report(msgId, true);
    }

    /** A callback for item 1. */
    public void report(String msgId, boolean sent) {
        apply(msgId, new Trigger.ItemReported(TARGET, 1, sent, null, clock.instant()));
    }

    public void apply(String msgId, Trigger trigger) {
        if (trigger instanceof Trigger.AttemptBegins) {
            claims.claim(Set.of(Backend.UNOWNED_PARTITION)).await().atMost(PATIENCE);
        }
        messages.apply(msgId, trigger).await().atMost(PATIENCE);
    }

    private void store(SendRequest request, List<Violation> violations) {
        RecordOrigin origin = new RecordOrigin(Backend.UNOWNED_PARTITION, offset.incrementAndGet());
        requests.store(List.of(new Arrival(request, violations, origin, null)))
                .await()
                .atMost(PATIENCE);
    }

    private static SendRequest.Payload payload(String msgId) {
        return new SendRequest.Payload(bytes("{\"msg_list\":[{\"msg_content\":\"开团啦\"}]}"), bytes(msgId));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
