package dev.qunfa.dispatch;

import dev.qunfa.store.Dispatching;
import dev.qunfa.store.OwnedPartitions;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Waiting;
import dev.qunfa.store.WaitingReasons;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Keeps the lanes and starts attempts, as many at once as the configuration allows. All of its state lives on one event
 * loop; its public methods may be called from any thread.
 */
@ApplicationScoped
public class Dispatcher implements Dispatching, WaitingReasons, OwnedPartitions.Listener {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final long DRAIN_SECONDS = 20;

    private final Lanes lanes = new Lanes();
    private final List<CompletableFuture<Void>> waitingForRoom = new ArrayList<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Attempts attempts;
    private final Recovery recovery;
    private final DispatchConfig config;
    private final Context context;
    private volatile int inFlight;
    private volatile int waiting;
    private volatile long waitingBytes;
    private long inFlightBytes;
    private boolean stopping;

    Dispatcher(Attempts attempts, Recovery recovery, DispatchConfig config, Vertx vertx) {
        this.attempts = attempts;
        this.recovery = recovery;
        this.config = config;
        this.context = vertx.getOrCreateContext();
    }

    void start(@Observes StartupEvent event, OwnedPartitions partitions, MeterRegistry registry) {
        partitions.listen(this);
        registry.gauge("qunfa.dispatch.in.flight", this, dispatcher -> dispatcher.inFlight);
        registry.gauge("qunfa.dispatch.waiting", this, dispatcher -> dispatcher.waiting);
        registry.gauge("qunfa.dispatch.waiting.bytes", this, dispatcher -> dispatcher.waitingBytes);
    }

    /** Starts nothing any more, and gives what is on the wire time to end. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException, ExecutionException {
        context.runOnContext(ignored -> {
            stopping = true;
            completeDrain();
        });
        try {
            drained.get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("%d attempts were still on the wire when the time to stop was over.", inFlight);
        }
    }

    @Override
    public Uni<Void> take(List<QueuedMessage> messages) {
        return recovery.whenRecovered(messages).chain(() -> add(messages));
    }

    @Override
    public Optional<Waiting> of(String msgId) {
        return lanes.reasonOf(msgId).map(reason -> new Waiting(reason, null));
    }

    /** How many more messages the lanes have room for. */
    int room() {
        return waitingBytes < config.laneBytes() ? Math.max(0, config.laneCapacity() - waiting) : 0;
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        recovery.recover(partitions, this::add);
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        recovery.abandon(partitions);
        context.runOnContext(ignored -> {
            lanes.drop(partitions);
            settle();
        });
    }

    private Uni<Void> add(List<QueuedMessage> messages) {
        CompletableFuture<Void> room = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            messages.forEach(lanes::add);
            waitingForRoom.add(room);
            settle();
        });
        return Uni.createFrom().completionStage(room);
    }

    /** Starts what can start and lets in what there is room for. */
    private void settle() {
        while (!stopping && inFlight < config.maxInFlight() && inFlightBytes < config.laneBytes()) {
            Optional<QueuedMessage> next = lanes.start();
            if (next.isEmpty()) {
                break;
            }
            inFlight++;
            inFlightBytes += next.get().body().length;
            begin(next.get());
        }
        waiting = lanes.waiting();
        waitingBytes = lanes.bytes();
        if (room() > 0 && !waitingForRoom.isEmpty()) {
            List<CompletableFuture<Void>> admitted = List.copyOf(waitingForRoom);
            waitingForRoom.clear();
            admitted.forEach(room -> room.complete(null));
        }
    }

    private void begin(QueuedMessage message) {
        attempts.make(
                        message,
                        () -> context.runOnContext(ignored -> {
                            lanes.free(message);
                            settle();
                        }))
                .subscribe()
                .with(ignored -> end(message), failure -> end(message));
    }

    private void end(QueuedMessage message) {
        context.runOnContext(ignored -> {
            lanes.forget(message);
            inFlight--;
            inFlightBytes -= message.body().length;
            settle();
            completeDrain();
        });
    }

    private void completeDrain() {
        if (stopping && inFlight == 0) {
            drained.complete(null);
        }
    }
}
