package dev.qunfa.results;

import dev.qunfa.health.FailureLog;
import dev.qunfa.store.EventKey;
import dev.qunfa.store.HeldEvent;
import dev.qunfa.store.OutboxRow;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The part of a round that deals with what cannot be published: it holds it, tries it again, and says so. For the relay's thread.
 */
final class HeldRound {
    /** Makes sure that the topic is known. */
    interface Topic {
        void need() throws NoTopicException, PublishingException;
    }

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final long STATE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LIMIT_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long DROP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_MESSAGES = 100;

    private final OutboxReader reader;
    private final ResultsProducer producer;
    private final Progress progress;
    private final Counter published;
    private final FailureLog stalledLog = new FailureLog(LOG);
    private final FailureLog refusedLog = new FailureLog(LOG);
    private boolean mayBeHeld;
    private long lastLook;
    private long lastState;
    private long lastLimit;
    private long lastDrop;
    private boolean isRefused;

    HeldRound(OutboxReader reader, ResultsProducer producer, Progress progress, Counter published) {
        this.reader = reader;
        this.producer = producer;
        this.progress = progress;
        this.published = published;
        long now = System.nanoTime();
        this.lastLook = now;
        this.lastState = now;
        this.lastLimit = now - LIMIT_NANOS;
        this.lastDrop = now - DROP_NANOS;
    }

    /** Other partitions may have come, or another database: there may be something. */
    void lookSoon() {
        mayBeHeld = true;
    }

    void noteRefusals(Publisher publisher) throws InterruptedException {
        if (publisher.noteRefusals()) {
            readLimit();
        }
    }

    /** At most now and then: the broker is asked, and this waits for it. */
    private void readLimit() throws InterruptedException {
        long now = System.nanoTime();
        if (now - lastLimit >= LIMIT_NANOS) {
            lastLimit = now;
            producer.readLimit();
        }
    }

    void run(Publisher publisher, Flows flows, Topic topic)
            throws PublishingException, NoTopicException, InterruptedException {
        if (mayBeHeld) {
            settle(publisher);
        }
        hold(publisher);
        tellStalled(flows);
        tellRefused(publisher);
        long now = System.nanoTime();
        if (mayBeHeld && now - lastLook >= LOOK_NANOS) {
            lastLook = now;
            publishHeld(publisher, flows, topic);
        }
        if (now - lastState >= STATE_NANOS) {
            lastState = now;
            progress.state(reader.state());
            mayBeHeld = progress.state().held() > 0;
        }
    }

    /** Held events that the broker has taken. */
    private void settle(Publisher publisher) {
        List<OutboxRow> taken =
                publisher.acknowledged().stream().filter(OutboxRow::isHeld).toList();
        if (!taken.isEmpty()) {
            reader.release(taken.stream().flatMap(row -> row.keys().stream()).toList());
            publisher.forget(taken);
            published.increment(RelayRound.events(taken));
        }
    }

    private void hold(Publisher publisher) {
        List<RowUnderway> rows = publisher.toHold();
        if (rows.isEmpty()) {
            return;
        }
        mayBeHeld = true;
        List<HeldEvent> fresh = new ArrayList<>();
        List<HeldEvent> again = new ArrayList<>();
        List<EventKey> released = new ArrayList<>();
        for (RowUnderway row : rows) {
            (row.row().isHeld() ? again : fresh).addAll(row.held());
            if (row.row().isHeld()) {
                released.addAll(row.published());
            }
            published.increment(row.published().size());
        }
        write(fresh, again, released);
        publisher.forget(rows.stream().map(RowUnderway::row).toList());
    }

    private void write(List<HeldEvent> fresh, List<HeldEvent> again, List<EventKey> released) {
        if (!fresh.isEmpty()) {
            reader.hold(fresh);
        }
        if (!again.isEmpty()) {
            reader.postpone(again);
        }
        if (!released.isEmpty()) {
            reader.release(released);
        }
    }

    /** What is held, for partitions that take events again and for itself. */
    private void publishHeld(Publisher publisher, Flows flows, Topic topic)
            throws PublishingException, NoTopicException, InterruptedException {
        topic.need();
        if (publisher.room() == 0) {
            return;
        }
        if (isRefused) {
            readLimit();
        }
        long now = System.nanoTime();
        if (now - lastDrop >= DROP_NANOS) {
            lastDrop = now;
            reader.dropPartitionsFrom(flows.number());
        }
        List<Integer> open = new ArrayList<>(flows.open());
        open.add(HeldEvent.ITSELF);
        List<OutboxRow> due = reader.due(open, publisher.underway(), MOST_MESSAGES);
        for (OutboxRow row : due) {
            if (!publisher.contains(row.id()) && publisher.fits(row)) {
                publisher.publish(row, Map.of());
            }
        }
        if (due.size() == MOST_MESSAGES) {
            // There is more: it need not wait.
            lastLook -= LOOK_NANOS;
        }
    }

    private void tellStalled(Flows flows) {
        if (flows.stalled().isEmpty()) {
            stalledLog.succeeded("All partitions of the results topic take events again.");
        } else {
            stalledLog.failed(
                    "The partitions " + flows.stalled() + " of the results topic take no events: they have no leader,"
                            + " or too few replicas. Their events wait, those of other partitions are published.");
        }
    }

    private void tellRefused(Publisher publisher) {
        String complaint = publisher.takeComplaint();
        if (complaint != null) {
            isRefused = true;
            refusedLog.failed(complaint
                    + ". It is tried again each half minute; meanwhile its message's events wait, and only they.");
        } else if (isRefused && !mayBeHeld) {
            isRefused = false;
            refusedLog.succeeded("No event is held any more.");
        }
    }
}
