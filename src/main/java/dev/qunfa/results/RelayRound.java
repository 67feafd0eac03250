package dev.qunfa.results;

import dev.qunfa.store.OutboxLook;
import dev.qunfa.store.OutboxRow;
import dev.qunfa.store.Unpublished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the relay does again and again: it publishes what this replica has just committed, as far as its events are the next ones of
 * their messages; for everything else it looks into the database, now and then and when there is reason to, and each look forgets the
 * rows that the broker has acknowledged. For the relay's thread, but for what the listener is told.
 */
@ApplicationScoped
class RelayRound {
    private static final long FORGET_NANOS = 100_000_000;
    /** After so many rounds without anything to do it looks only now and then. */
    private static final int QUIET = 25;

    private static final int NOW_AND_THEN = 10;
    private static final int MOST_SEQUENCES = 20_000;
    private static final int MOST_ENDED = 2_000;
    /** A producer from which nothing has come for so long is made anew: whatever it is, its thread may have ended. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private final OutboxReader reader;
    private final Unpublished unpublished;
    private final ResultsProducer producer;
    private final ResultsConfig config;
    private final Progress progress;
    private final Counter published;
    private final HeldRound heldRound;
    private final Sequences sequences = new Sequences(MOST_SEQUENCES, MOST_ENDED);
    private Runnable answered = () -> {};
    private volatile boolean crowded;
    private volatile Flows flows;
    private Publisher publisher;
    private boolean stopping;
    private boolean isTopicKnown;
    private long lastLook = System.nanoTime();
    private long lastForgotten = System.nanoTime();
    private int eventsOfRound;
    private int quietRounds;

    RelayRound(
            OutboxReader reader,
            Unpublished unpublished,
            ResultsProducer producer,
            ResultsConfig config,
            Progress progress,
            MeterRegistry registry) {
        this.reader = reader;
        this.unpublished = unpublished;
        this.producer = producer;
        this.config = config;
        this.progress = progress;
        this.published = registry.counter("qunfa.results.published");
        this.heldRound = new HeldRound(reader, producer, progress, published);
        begin();
    }

    /** @param listener called on the producer's own thread when there is room again; must not block */
    void listen(Runnable listener) {
        answered = listener;
    }

    private void begin() {
        Flows fresh = new Flows(config.batch(), System::nanoTime);
        flows = fresh;
        publisher = new Publisher(producer, fresh, sequences, () -> answered(fresh));
    }

    /** What is acknowledged leaves the outbox with a later look; only when there was no room is that worth waking up for. */
    private void answered(Flows of) {
        if (of.hasAcknowledged()) {
            progress.acknowledged(of.lastAcknowledged());
        }
        if (crowded && of == flows && of.underway() < config.batch() / 2) {
            answered.run();
        }
    }

    /** All that is under way or known is dropped, and published anew as the database has it. */
    void startAnew() throws InterruptedException {
        sequences.forgetAll();
        begin();
        progress.round(true, 0, Set.of());
        lookAtOnce();
        producer.reset();
    }

    /** The same, and nothing that was committed here is believed to be there still. */
    void forgetEverything() throws InterruptedException {
        startAnew();
        unpublished.forgetAll();
        reader.forgetEverything();
        heldRound.lookSoon();
    }

    /** What could not be published waits, and is not to be taken for nothing at all until the next look. */
    private void lookAtOnce() {
        lastLook = System.nanoTime() - NOW_AND_THEN * config.poll().toNanos();
    }

    boolean hasUnderway() {
        return !publisher.underway().isEmpty();
    }

    int eventsOfRound() {
        return eventsOfRound;
    }

    /** In nanoseconds. */
    long betweenRounds() {
        return hasUnderway() ? Math.min(betweenLooks(), FORGET_NANOS) : betweenLooks();
    }

    private long betweenLooks() {
        return config.poll().toNanos() * (quietRounds < QUIET ? 1 : NOW_AND_THEN);
    }

    /**
     * One round.
     *
     * @param isStopping whether nothing is to be put off
     * @throws PublishingException if the producer is of no use any more
     * @throws NoTopicException if there is something to publish, and nowhere to publish it
     */
    void run(boolean isStopping) throws PublishingException, NoTopicException, InterruptedException {
        stopping = isStopping;
        eventsOfRound = 0;
        isTopicKnown = false;
        flows.decideWhichHaveStalled();
        throwIfOfNoUse();
        heldRound.noteRefusals(publisher);
        List<OutboxRow> acknowledged = publisher.acknowledged();
        publishAll(acknowledged);
        heldRound.run(publisher, flows, this::needTopic);
        quietRounds = eventsOfRound == 0 && acknowledged.isEmpty() ? quietRounds + 1 : 0;
        progress.round(publisher.awaitsAnswers(), publisher.eventsUnderway(), flows.stalled());
    }

    private void throwIfOfNoUse() throws PublishingException, InterruptedException {
        publisher.throwIfFailed();
        if (producer.makesTooLargeBatches()) {
            producer.makeSmallerBatches();
            throw new PublishingException("The topic takes less in one batch than the producer puts there;"
                    + " a producer with smaller batches begins.");
        }
        if (flows.silence().compareTo(SILENCE) > 0) {
            throw new PublishingException("Nothing was acknowledged for " + SILENCE.toSeconds()
                    + " s although events are under way; another producer begins.");
        }
    }

    private void publishAll(List<OutboxRow> acknowledged)
            throws PublishingException, NoTopicException, InterruptedException {
        List<OutboxRow> left = publishKnown();
        if (!left.isEmpty() || isLookDue(acknowledged)) {
            boolean full = publishNext();
            while (full) {
                full = publishNext();
            }
            if (hasRoom()) {
                // The look has found them, unless they were published before.
                left.forEach(unpublished::forget);
            }
        }
    }

    /** Publishes what was committed here, as far as nothing can come before it; the rows that have to be looked for. */
    private List<OutboxRow> publishKnown() throws PublishingException, NoTopicException {
        List<OutboxRow> left = new ArrayList<>();
        for (OutboxRow row : unpublished.rows()) {
            needTopic();
            if (publisher.contains(row.id())) {
                // A look came before the news of it.
                unpublished.forget(row);
            } else if (hasRoom() && publisher.fits(row) && sequences.advance(row)) {
                unpublished.forget(row);
                reader.seen(row);
                publish(row, Map.of());
            } else {
                left.add(row);
            }
        }
        return left;
    }

    private void publish(OutboxRow row, Map<Long, Integer> held) throws PublishingException {
        eventsOfRound += row.events().size();
        publisher.publish(row, held);
    }

    /** Asked once a round, and only if there is something to publish. */
    private void needTopic() throws NoTopicException, PublishingException {
        if (!isTopicKnown) {
            try {
                int partitions = producer.open();
                if (partitions < flows.number()) {
                    throw new PublishingException(
                            "The results topic has fewer partitions than it had; another producer begins.");
                }
                flows.beginRound(partitions);
            } catch (NoTopicException e) {
                lookAtOnce();
                progress.round(true, publisher.eventsUnderway(), flows.stalled());
                throw e;
            }
            isTopicKnown = true;
        }
    }

    private boolean hasRoom() {
        crowded = publisher.room() == 0;
        return !crowded;
    }

    private boolean isLookDue(List<OutboxRow> acknowledged) {
        long now = System.nanoTime();
        return unpublished.wasToldElsewhere()
                || stopping
                || now - lastLook >= betweenLooks()
                || !acknowledged.isEmpty() && now - lastForgotten >= FORGET_NANOS;
    }

    /** True if the look was full, so that there may be more. */
    private boolean publishNext() throws PublishingException, NoTopicException {
        List<OutboxRow> gone = toForget();
        if (!hasRoom() && gone.isEmpty()) {
            return false;
        }
        int room = publisher.room();
        lastLook = System.nanoTime();
        OutboxLook look = reader.next(gone, publisher.underway(), Math.max(1, room));
        publisher.forget(gone);
        published.increment(events(gone));
        return room > 0 && publishFound(look) && events(look.rows()) >= room;
    }

    /** @return whether all of it was published; what does not fit is looked for again, as nothing may overtake it */
    private boolean publishFound(OutboxLook look) throws PublishingException, NoTopicException {
        for (OutboxRow row : look.rows()) {
            needTopic();
            if (!publisher.fits(row)) {
                crowded = true;
                return false;
            }
            publish(row, look.held());
        }
        return true;
    }

    /** What is acknowledged leaves the outbox a little later, in one go: a look that only reads costs the database no commit. */
    private List<OutboxRow> toForget() {
        long now = System.nanoTime();
        if (!stopping && now - lastForgotten < FORGET_NANOS) {
            return List.of();
        }
        lastForgotten = now;
        return publisher.acknowledged().stream().filter(row -> !row.isHeld()).toList();
    }

    static int events(List<OutboxRow> rows) {
        return rows.stream().mapToInt(row -> row.events().size()).sum();
    }
}
