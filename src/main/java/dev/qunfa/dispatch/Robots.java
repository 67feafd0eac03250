package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The robots that have something to do, or whose pace is still to be kept; those that may start something take turns. For one thread. */
final class Robots {
    private final ServedPartitions served;
    private final RobotRates rates;
    private final int maxInFlight;
    private final Alarms alarms;
    private final Map<String, Robot> byId = new HashMap<>();
    private final Deque<Robot> turns = new ArrayDeque<>();
    private int ready;

    Robots(ServedPartitions served, RobotRates rates, int maxInFlight, Alarms alarms) {
        this.served = served;
        this.rates = rates;
        this.maxInFlight = maxInFlight;
        this.alarms = alarms;
    }

    boolean serves(int partition) {
        return served.since(partition) != null;
    }

    Robot of(String id, int partition, Instant now) {
        return byId.computeIfAbsent(
                id,
                robot -> new Robot(
                        id, rates.of(id).map(rate -> pace(rate, partition, now)).orElse(null), maxInFlight));
    }

    /** Whoever sent for the robot before may have done so a moment before this replica took over. */
    private Pace pace(Rate rate, int partition, Instant now) {
        Instant since = served.since(partition);
        // A clock that was set back must not make robots wait for the time that it shows again.
        Instant from = since == null || since.isAfter(now) ? now : since;
        return new Pace(rate, from.plus(rate.interval()));
    }

    /** The clock was set back by so much. */
    void setBack(Duration by) {
        byId.values().forEach(robot -> robot.setBack(by));
    }

    Collection<Robot> all() {
        return List.copyOf(byId.values());
    }

    /** How many messages could start at once if the wire had places for them, as far as their robots are concerned. */
    int ready() {
        return ready;
    }

    private void recount(Robot robot) {
        ready += robot.recount();
    }

    /** Gives it a turn, if it has something ready and waits for nothing else. */
    void list(Robot robot) {
        if (robot.stage() instanceof Robot.Idle && robot.hasReady()) {
            robot.to(new Robot.Listed());
            turns.add(robot);
        }
        recount(robot);
    }

    /** Something about it has changed: gives it another look, if something held it back. */
    void relist(Robot robot) {
        if (robot.stage() instanceof Robot.Held) {
            robot.to(new Robot.Idle());
            list(robot);
        } else {
            recount(robot);
        }
    }

    /** The lane has nothing to start any more. */
    void unready(Lane lane) {
        lane.robot().unready(lane);
        recount(lane.robot());
    }

    Optional<Robot> nextTurn() {
        Robot robot = turns.poll();
        if (robot != null) {
            robot.to(new Robot.Idle());
            recount(robot);
        }
        return Optional.ofNullable(robot);
    }

    void hold(Robot robot, Waiting why, Instant now) {
        robot.to(new Robot.Held(why));
        if (why.reason() == WaitingReason.ROBOT_RATE && why.until().isAfter(now)) {
            alarms.set(why.until(), () -> relist(robot));
        }
    }

    /** Forgets it, once nothing of it is left and its pace means nothing any more. */
    void forgetIfIdle(Robot robot, Instant now) {
        if (!robot.isIdle()) {
            return;
        }
        Instant end = robot.paceEnds(now);
        if (end.isAfter(now)) {
            alarms.set(end, () -> forgetIfIdle(robot, end));
        } else {
            byId.remove(robot.id(), robot);
        }
    }
}
