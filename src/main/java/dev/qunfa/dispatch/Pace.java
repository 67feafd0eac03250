package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * The pace of one robot: its POSTs are spread evenly, so that no window of the platform's clock sees more of them than the rate
 * allows. Pure; for one thread.
 *
 * <p>There are two gates. A message is let in ({@link #admits}) a moment before its slot, so that its intent is committed when
 * the slot comes; and it is posted ({@link #postAt}) no sooner after the POST before it than the rate's interval, however long
 * that commit took. So a database that stalls cannot turn into a burst.
 *
 * <p>And there is a look back. A POST may reach the platform later than it was sent: a connection had to be made, a machine was
 * busy. Its answer tells ({@link #answered}), and the POSTs that follow are put off by what the slots leave no room for.
 */
final class Pace {
    /** How long before its slot a message's attempt may begin. */
    static final Duration LEAD = Duration.ofMillis(50);

    /** Slots are a little longer than the rate's interval: what a network or a busy machine shifts must not add up. */
    private static final double SLOT = 1.01;

    /** Between two POSTs lies at least this much of a slot, which is still no less than the rate's interval. */
    private static final double CLOSEST = 0.995;

    /**
     * One POST's place.
     *
     * @param number the robot's POSTs, counted from 0
     * @param at when it is due
     */
    record Place(long number, Instant at) {}

    private final Rate rate;
    private final Duration slot;
    private final Duration closest;
    private final int mostBegun;
    private final Quickest quickest = new Quickest();
    private Instant nextSlot;
    private Instant nextPost;
    private long posted;
    private int begun;

    /**
     * @param rate what no window may exceed
     * @param from no POST before: whoever sent for this robot until then is done by then
     */
    Pace(Rate rate, Instant from) {
        this.rate = rate;
        this.slot = times(rate.interval(), SLOT);
        this.closest = times(rate.interval(), SLOT * CLOSEST);
        this.mostBegun = (int) Math.min(10_000, 1 + LEAD.toNanos() / slot.toNanos());
        this.nextSlot = from;
        this.nextPost = from;
    }

    /** Whether a message may begin now. */
    boolean admits(Instant now) {
        return begun < mostBegun && !now.isBefore(opensAt());
    }

    /** When the next message may begin, if those that have begun are posted by then. */
    Instant opensAt() {
        return nextSlot.minus(LEAD);
    }

    /** When about a message may begin that has so many before it. */
    Instant opensAfter(int others, Instant now) {
        return latest(now, opensAt()).plus(slot.multipliedBy(others));
    }

    /** A message begins: it has the next slot. */
    void begin(Instant now) {
        nextSlot = latest(now, nextSlot).plus(slot);
        begun++;
    }

    /** When a message that has begun is to be posted: now, or a little later. Asked once a message. */
    Place postAt(Instant now) {
        begun--;
        Instant at = latest(latest(now, nextPost), nextSlot.minus(times(slot, begun + 1)));
        nextPost = at.plus(closest);
        return new Place(posted++, at);
    }

    /**
     * A POST is answered, which tells when it reached the platform at the latest. The POST that would be one too many in the
     * window that begins then is not made before that window is over, and those until then are spread over it.
     */
    void answered(Place post, Instant now) {
        if (now.isBefore(post.at())) {
            // By a clock that was set back meanwhile it tells nothing.
            return;
        }
        Duration answering = quickest.with(Duration.between(post.at(), now));
        long tooMany = post.number() + rate.count() + 1;
        if (tooMany >= posted) {
            Instant windowEnds = now.minus(answering).plus(rate.period());
            nextSlot = latest(nextSlot, windowEnds.minusNanos(slot.toNanos() * (tooMany - posted - begun)));
        }
    }

    /** A message that had begun is not posted after all. */
    void giveUp() {
        begun--;
    }

    /** The clock was set back by so much: the next slot comes as soon as it would have come. */
    void setBack(Duration by) {
        nextSlot = nextSlot.minus(by);
        nextPost = nextPost.minus(by);
    }

    /** From when on nothing would be different if this were forgotten, unless another message begins. */
    Instant idleFrom() {
        return latest(nextSlot, nextPost);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofNanos(Math.max(1, Math.round(duration.toNanos() * factor)));
    }
}
