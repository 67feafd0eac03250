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
 */
final class Pace {
    /** How long before its slot a message's attempt may begin. */
    static final Duration LEAD = Duration.ofMillis(50);

    /** Slots are a little longer than the rate's interval: what a network or a busy machine shifts must not add up. */
    private static final double SLOT = 1.05;

    /** Between two POSTs lies at least this much of a slot, which is still no less than the rate's interval. */
    private static final double CLOSEST = 0.96;

    private final Duration slot;
    private final Duration closest;
    private final int mostBegun;
    private Instant nextSlot;
    private Instant nextPost;
    private int begun;

    /**
     * @param interval the rate's period divided by its count
     * @param from no POST before: whoever sent for this robot until then is done by then
     */
    Pace(Duration interval, Instant from) {
        this.slot = times(interval, SLOT);
        this.closest = times(interval, SLOT * CLOSEST);
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

    /** A message begins: it has the next slot. */
    void begin(Instant now) {
        nextSlot = latest(now, nextSlot).plus(slot);
        begun++;
    }

    /** When a message that has begun is to be posted: now, or a little later. Asked once a message. */
    Instant postAt(Instant now) {
        begun--;
        Instant at = latest(latest(now, nextPost), nextSlot.minus(times(slot, begun + 1)));
        nextPost = at.plus(closest);
        return at;
    }

    /** A message that had begun is not posted after all. */
    void giveUp() {
        begun--;
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
