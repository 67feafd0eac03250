package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A robot with its lanes, which take turns, and its pace. For one thread. */
final class Robot {
    /** Where a robot stands. */
    sealed interface Stage {}

    /** None of its lanes is ready. */
    record Idle() implements Stage {}

    /** It waits for its turn among the robots. */
    record Listed() implements Stage {}

    /** Something holds it back, however many of its lanes are ready. */
    record Held(Waiting why) implements Stage {}

    /** In lanes: a page of messages asks for the places of all of its messages, on the loop that sends. */
    private static final int LONGEST_ESTIMATE = 1_000;

    private final String id;
    private final Pace pace;
    private final int maxInFlight;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final Set<String> unanswered = new HashSet<>();
    private Stage stage = new Idle();
    private int counted;

    /** @param pace null for no limit */
    Robot(String id, Pace pace, int maxInFlight) {
        this.id = id;
        this.pace = pace;
        this.maxInFlight = maxInFlight;
    }

    String id() {
        return id;
    }

    Stage stage() {
        return stage;
    }

    void to(Stage next) {
        stage = next;
    }

    Lane lane(String groupId) {
        return lanes.computeIfAbsent(groupId, group -> new Lane(this, group));
    }

    Optional<Lane> existing(String groupId) {
        return Optional.ofNullable(lanes.get(groupId));
    }

    void forget(Lane lane) {
        lanes.remove(lane.groupId());
    }

    /** The lane may start as soon as its robot may. */
    void ready(Lane lane) {
        lane.to(new Lane.Ready());
        ready.add(lane);
    }

    void unready(Lane lane) {
        ready.remove(lane);
    }

    /** How many messages it could start at once, were it its turn and the wire had places: at most one of each lane. */
    private int startable() {
        if (!(stage instanceof Listed)) {
            return 0;
        }
        int mayStart = pace == null ? maxInFlight - unanswered.size() : Math.min(1, maxInFlight - unanswered.size());
        return Math.min(ready.size(), mayStart);
    }

    /** By how much more, or less, it could start than when it was asked last. */
    int recount() {
        int before = counted;
        counted = startable();
        return counted - before;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    Optional<Lane> nextReady() {
        return Optional.ofNullable(ready.poll());
    }

    /** What its own limits say; empty if it may start a message. */
    Optional<Waiting> limit(Instant now) {
        if (unanswered.size() >= maxInFlight) {
            return Optional.of(new Waiting(WaitingReason.IN_FLIGHT_LIMIT, null));
        }
        return pace == null || pace.admits(now)
                ? Optional.empty()
                : Optional.of(new Waiting(WaitingReason.ROBOT_RATE, pace.opensAt()));
    }

    /**
     * What its own limits say of one of its lanes that is ready. If its rate is what the lane waits for, the time is an estimate of
     * the lane's turn, by those that are before it; null if they are too many to be counted.
     */
    Optional<Waiting> limit(Lane lane, Instant now) {
        Optional<Waiting> next = limit(now);
        int before = pace == null || unanswered.size() >= maxInFlight ? 0 : before(lane);
        if (before == 0) {
            return next;
        }
        return Optional.of(
                new Waiting(WaitingReason.ROBOT_RATE, before > LONGEST_ESTIMATE ? null : pace.opensAfter(before, now)));
    }

    private int before(Lane lane) {
        int before = 0;
        for (Lane each : ready) {
            if (each == lane || ++before > LONGEST_ESTIMATE) {
                break;
            }
        }
        return before;
    }

    void begin(String msgId, Instant now) {
        unanswered.add(msgId);
        if (pace != null) {
            pace.begin(now);
        }
    }

    /** When what has begun is to be posted. */
    Pace.Place postAt(Instant now) {
        return pace == null ? new Pace.Place(0, now) : pace.postAt(now);
    }

    /** The message's POST is over: another may have its place, while the outcome is being stored. */
    void answered(String msgId, Pace.Place post, Instant now) {
        end(msgId);
        if (pace != null) {
            pace.answered(post, now);
        }
    }

    /** What had begun is not posted. */
    void giveUp() {
        if (pace != null) {
            pace.giveUp();
        }
    }

    /** The message's attempt is over, whether it was posted or not; said again, nothing. */
    void end(String msgId) {
        unanswered.remove(msgId);
    }

    /** Whether nothing of it waits or is on the wire. */
    boolean isIdle() {
        return lanes.isEmpty() && unanswered.isEmpty();
    }

    /** From when on its pace means nothing any more; at once if it has none. */
    Instant paceEnds(Instant now) {
        return pace == null ? now : pace.idleFrom();
    }

    /** The clock was set back by so much. */
    void setBack(Duration by) {
        if (pace != null) {
            pace.setBack(by);
        }
    }

    Collection<Lane> lanes() {
        return List.copyOf(lanes.values());
    }
}
