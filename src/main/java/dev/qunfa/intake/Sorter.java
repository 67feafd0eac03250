package dev.qunfa.intake;

import dev.qunfa.store.CallerContext;
import dev.qunfa.store.RequestStore;
import dev.qunfa.store.RetentionConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Makes batches of records, and sees to what has to be known for that: where robots belong, and whether old records are repeats. For
 * one batch at a time.
 */
@ApplicationScoped
class Sorter {
    private static final Logger LOG = Logger.getLogger(Sorter.class);
    /** About a millisecond's work. */
    private static final int LITTLE_BYTES = 16_384;

    private static final Duration LONGEST_MARGIN = Duration.ofHours(1);
    private static final int MARGIN_SHARE = 10;

    private final RequestDecoder decoder;
    private final Homes homes;
    private final RequestStore requests;
    private final IntakeConfig config;
    private final Clock clock;
    private final Duration known;
    private final Map<Integer, Long> lastOffsets = new HashMap<>();

    Sorter(
            RequestDecoder decoder,
            Homes homes,
            RequestStore requests,
            IntakeConfig config,
            RetentionConfig retention,
            Clock clock) {
        this.decoder = decoder;
        this.homes = homes;
        this.requests = requests;
        this.config = config;
        this.clock = clock;
        this.known = knownFor(retention.messages());
    }

    /** What is older may have been sent and forgotten: a message is kept at least this long after its record was produced. */
    static Duration knownFor(Duration retention) {
        Duration margin = retention.dividedBy(MARGIN_SHARE);
        return retention.minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN);
    }

    /** Fails if something has to be known that cannot be asked for; another try may succeed. */
    Uni<Batch> sort(List<ConsumerRecord<byte[], byte[]>> records) {
        boolean goesBack = goesBack(records);
        Layout layout = goesBack ? null : homes.valid();
        Uni<Batch> batch = layout != null
                ? sorted(records, layout)
                : CallerContext.of(goesBack ? homes.lookAgain() : homes.current())
                        .chain(found -> sorted(records, found));
        return batch.chain(this::withoutTheOld).invoke(sorted -> noteOffsets(records));
    }

    /**
     * On a worker thread, if it is much: a batch may hold megabytes of JSON, and an event loop has callbacks to answer meanwhile.
     * Waking a thread for little takes longer than the work.
     */
    private Uni<Batch> sorted(List<ConsumerRecord<byte[], byte[]>> records, Layout layout) {
        Placing placing = new Placing(layout, config.reroute());
        Uni<Batch> sorted = Uni.createFrom().item(() -> Batch.of(records, decoder, placing));
        return Polls.bytes(records) <= LITTLE_BYTES
                ? sorted
                : CallerContext.of(sorted.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private Uni<Batch> withoutTheOld(Batch batch) {
        Instant cutoff = clock.instant().minus(known);
        List<String> old = batch.producedBefore(cutoff);
        return old.isEmpty()
                ? Uni.createFrom().item(batch)
                : CallerContext.of(requests.known(old))
                        .invoke(ids -> batch.refuseUnknown(cutoff, ids))
                        .invoke(() -> tell(batch))
                        .replaceWith(batch);
    }

    private static void tell(Batch batch) {
        if (batch.tooOld() > 0) {
            LOG.warnf(
                    "%d records are older than messages are kept (QUNFA_RETENTION) and have no message: they are dead letters, not"
                            + " sent. Were offsets reset, or is the topic's retention longer?",
                    batch.tooOld());
        }
    }

    /** Offsets that were read already come again after a crash, and begin anew in a topic that was made anew. */
    private boolean goesBack(List<ConsumerRecord<byte[], byte[]>> records) {
        int partition = -1;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.partition() != partition) {
                partition = record.partition();
                Long last = lastOffsets.get(partition);
                if (last != null && record.offset() <= last) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The last of each run. */
    private void noteOffsets(List<ConsumerRecord<byte[], byte[]>> records) {
        for (int i = 0; i < records.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            if (i + 1 == records.size() || records.get(i + 1).partition() != record.partition()) {
                lastOffsets.put(record.partition(), record.offset());
            }
        }
    }
}
