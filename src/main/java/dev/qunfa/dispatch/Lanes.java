package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One FIFO for each (robot, group): the head of a lane may start, the others wait until it is done (I5). Robots take turns, and
 * so do the lanes of a robot, so that a long lane or a slow robot does not starve the others. What a robot's rate, an app's
 * circuit or token, or a pause holds back costs nothing until that ends. For one thread.
 */
final class Lanes {
    private final Gates gates;
    private final Alarms alarms = new Alarms();
    private final Robots robots;
    private final long maxBytes;
    private final GateQueue atGates;
    private final Map<String, Lane> present = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    /**
     * Messages that came in while they were started. What was started may turn out to be another request with the same id, or an
     * attempt that somebody took for lost meanwhile: then nobody else knows that the message waits again.
     */
    private final Map<String, QueuedMessage> aside = new HashMap<>();

    private int waiting;
    private long bytes;

    /**
     * @param served the partitions whose messages are sent from here
     * @param maxInFlight most POSTs of one robot at once
     * @param maxBytes most bytes of bodies that are held; those of further messages are read when their turn comes
     * @param maxAge how long an open circuit may hold a message without a deadline
     */
    Lanes(Gates gates, ServedPartitions served, RobotRates rates, int maxInFlight, long maxBytes, Duration maxAge) {
        this.gates = gates;
        this.robots = new Robots(served, rates, maxInFlight, alarms);
        this.maxBytes = maxBytes;
        this.atGates = new GateQueue(gates, alarms, maxAge, this::ready, () -> robots.ready() == 0);
    }

    boolean serves(int partition) {
        return robots.serves(partition);
    }

    /** Takes a message in, unless it waits here already; if it is started, once that has ended. */
    void add(QueuedMessage message, Instant now) {
        if (present.containsKey(message.msgId())) {
            if (started.contains(message.msgId())) {
                aside.put(message.msgId(), message);
            }
            return;
        }
        Robot robot = robots.of(message.target().robotId(), message.origin().partition(), now);
        Lane lane = robot.lane(message.target().groupId());
        present.put(message.msgId(), lane);
        lane.append(held(message));
        if (lane.isIdle()) {
            advance(lane, now);
        }
    }

    /**
     * Starts a message that is not even stored yet, if nothing is before it and nothing holds it back.
     *
     * @return whether it has started
     */
    boolean startAtOnce(QueuedMessage message, Instant now) {
        if (present.containsKey(message.msgId()) || !serves(message.origin().partition())) {
            return false;
        }
        Robot robot = robots.of(message.target().robotId(), message.origin().partition(), now);
        boolean isFree = !robot.hasReady()
                && robot.existing(message.target().groupId()).isEmpty()
                && hold(robot, now).isEmpty()
                && gates.hold(message.target().app(), now).isEmpty();
        if (!isFree) {
            robots.forgetIfIdle(robot, now);
            return false;
        }
        Lane lane = robot.lane(message.target().groupId());
        present.put(message.msgId(), lane);
        begin(lane, message, now);
        return true;
    }

    /** The next message whose turn has come; its lane is held until {@link #free} or {@link #rest}. */
    Optional<QueuedMessage> start(Instant now) {
        alarms.ring(now);
        for (Optional<Robot> turn = robots.nextTurn(); turn.isPresent(); turn = robots.nextTurn()) {
            Robot robot = turn.get();
            Optional<Waiting> hold = hold(robot, now);
            if (hold.isPresent()) {
                robots.hold(robot, hold.get(), now);
                continue;
            }
            Optional<QueuedMessage> started = startOne(robot, now);
            robots.list(robot);
            if (started.isPresent()) {
                return started;
            }
        }
        return Optional.empty();
    }

    private Optional<QueuedMessage> startOne(Robot robot, Instant now) {
        for (Optional<Lane> next = robot.nextReady(); next.isPresent(); next = robot.nextReady()) {
            Lane lane = next.get();
            Optional<Waiting> hold = gates.hold(lane.head().target().app(), now);
            if (hold.isEmpty() || GateQueue.isLastTry(lane.head(), hold.get(), now)) {
                QueuedMessage message = removeHead(lane);
                begin(lane, message, now);
                return Optional.of(message);
            }
            atGates.park(lane, hold.get(), now);
        }
        return Optional.empty();
    }

    private void begin(Lane lane, QueuedMessage message, Instant now) {
        lane.to(new Lane.Busy(message.msgId()));
        started.add(message.msgId());
        lane.robot().begin(message.msgId(), now);
        gates.gate(message.target().app()).begin();
    }

    /** Lets everybody who waits at the app's gate try again, if it lets anybody pass. */
    void reopen(String app, Instant now) {
        atGates.reopen(app, now);
    }

    /** Lets everybody try again whom a pause may have held back. */
    void reopenAll() {
        gates.forEach((app, gate) -> gate.release().forEach(this::ready));
        robots.all().forEach(robots::relist);
    }

    /** When a started message is to be posted. */
    Pace.Place postAt(String msgId, Instant now) {
        Robot robot = present.get(msgId).robot();
        Pace.Place place = robot.postAt(now);
        robots.relist(robot);
        return place;
    }

    /** A started message's POST is over: its robot may have another, while the outcome is being stored. */
    void answered(String msgId, Pace.Place post, Instant now) {
        Robot robot = present.get(msgId).robot();
        robot.answered(msgId, post, now);
        robots.relist(robot);
    }

    /** A started message is not posted: its place in its robot's pace is given back. */
    void giveUp(String msgId) {
        Robot robot = present.get(msgId).robot();
        robot.giveUp();
        robots.relist(robot);
    }

    /** A started message no longer holds its lane; said again, nothing. */
    void free(String msgId, Instant now) {
        Lane lane = present.get(msgId);
        if (lane.isBusyWith(msgId)) {
            advance(lane, now);
        }
    }

    /** A started message goes back to the head of its lane, and may start again at {@link QueuedMessage#retryAt}. */
    void rest(QueuedMessage message, Instant now) {
        Lane lane = present.get(message.msgId());
        lane.putBack(held(message));
        advance(lane, now);
    }

    /** A started message's attempt is over; unless it rests, it would be taken in again from now on. */
    void end(String msgId, Instant now) {
        Lane lane = present.get(msgId);
        lane.robot().end(msgId);
        robots.relist(lane.robot());
        if (!lane.isHead(msgId)) {
            present.remove(msgId);
        }
        robots.forgetIfIdle(lane.robot(), now);
        started.remove(msgId);
        QueuedMessage again = aside.remove(msgId);
        if (again != null) {
            add(again, now);
        }
    }

    /**
     * A started message's attempt broke somewhere: whatever it still holds is given back, and nothing is asked of what it does not.
     *
     * @param unplaced whether its robot's pace still counts it as begun
     */
    void brokeOff(String msgId, boolean unplaced, Instant now) {
        if (present.containsKey(msgId)) {
            if (unplaced) {
                giveUp(msgId);
            }
            free(msgId, now);
            end(msgId, now);
        }
    }

    /** Those of the messages, given with their partitions, that are neither waiting nor started although they should. */
    List<String> missing(Map<String, Integer> partitions) {
        return partitions.keySet().stream()
                .filter(msgId -> serves(partitions.get(msgId)) && !present.containsKey(msgId))
                .toList();
    }

    /** Lets go of what waits for partitions that another replica serves now. What has started goes on. */
    void drop(Set<Integer> partitions, Instant now) {
        aside.values().removeIf(message -> partitions.contains(message.origin().partition()));
        for (Robot robot : robots.all()) {
            robot.lanes().forEach(lane -> drop(partitions, lane, now));
            robots.forgetIfIdle(robot, now);
        }
    }

    private void drop(Set<Integer> partitions, Lane lane, Instant now) {
        lane.removeIf(message -> partitions.contains(message.origin().partition()) && dropped(message));
        if (!(lane.stage() instanceof Lane.Busy)) {
            robots.unready(lane);
            gates.forEach((app, gate) -> gate.unpark(lane));
            advance(lane, now);
        }
    }

    /** What holds a waiting message back; empty if it is not here, or has started. */
    Optional<Waiting> reasonOf(String msgId, Instant now) {
        Lane lane = present.get(msgId);
        if (lane == null || lane.isBusyWith(msgId)) {
            return Optional.empty();
        }
        return gates.holdRobot(lane.robot().id()).or(() -> Optional.of(reason(lane, msgId, now)));
    }

    private Waiting reason(Lane lane, String msgId, Instant now) {
        if (!lane.isHead(msgId) || lane.stage() instanceof Lane.Busy) {
            return new Waiting(WaitingReason.GROUP_ORDER, null);
        }
        if (lane.stage() instanceof Lane.Resting resting) {
            return new Waiting(WaitingReason.RETRY_BACKOFF, resting.until());
        }
        return gates.hold(lane.head().target().app(), now)
                .or(() -> lane.robot().limit(lane, now))
                .orElse(new Waiting(WaitingReason.IN_FLIGHT_LIMIT, null));
    }

    Load load() {
        return new Load(waiting, robots.ready(), bytes, gates.openCircuits(), gates.refusedTokens());
    }

    /** When something may start that cannot start now; empty if only an end or an arrival changes anything. */
    Optional<Instant> nextAlarm() {
        return alarms.next();
    }

    private Optional<Waiting> hold(Robot robot, Instant now) {
        return gates.holdRobot(robot.id()).or(() -> robot.limit(now));
    }

    /** The lane's next message may start, or waits for its time; without one the lane is forgotten. */
    private void advance(Lane lane, Instant now) {
        if (lane.isEmpty()) {
            lane.to(new Lane.Idle());
            lane.robot().forget(lane);
            return;
        }
        Instant retryAt = lane.head().retryAt();
        if (retryAt == null || !now.isBefore(retryAt)) {
            ready(lane);
        } else {
            atGates.rest(lane, now);
        }
    }

    /** The clock was set back by so much: nothing waits longer for that. */
    void setBack(Duration by) {
        alarms.setBack(by);
        robots.setBack(by);
        gates.setBack(by);
    }

    private void ready(Lane lane) {
        lane.robot().ready(lane);
        robots.list(lane.robot());
    }

    private QueuedMessage held(QueuedMessage message) {
        QueuedMessage held = bytes + message.bytes() > maxBytes ? message.withoutBody() : message;
        waiting++;
        bytes += held.bytes();
        return held;
    }

    private QueuedMessage removeHead(Lane lane) {
        QueuedMessage message = lane.removeHead();
        waiting--;
        bytes -= message.bytes();
        return message;
    }

    private boolean dropped(QueuedMessage message) {
        waiting--;
        bytes -= message.bytes();
        present.remove(message.msgId());
        return true;
    }
}
