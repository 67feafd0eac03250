package dev.qunfa.sandbox.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.faults.check.Fate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is produced in one round: requests of every type and length over a few robots and groups (one robot gets more than
 * its rate allows), with deadlines near and far, schedules, metadata, repeats, conflicts, and what is no valid request.
 * The same for the same seed and beginning. One thread.
 */
final class Load {

    /** How long producing takes. */
    static final int MILLIS = 6_000;

    private static final int MESSAGES = 160;
    private static final int ABORTED = 6;
    private static final int ROBOTS = 6;
    private static final int MOST_GROUPS = 4;
    private static final int MOST_ITEMS = 20;
    private static final int BURST_EACH_MILLIS = 500;
    private static final int BURST_MILLIS = 10;

    private final SplittableRandom random;
    private final Items items;
    private final String prefix;
    private final long begin;
    private final List<Planned> plan = new ArrayList<>();

    private Load(SplittableRandom random, String prefix, long begin) {
        this.random = random;
        this.items = new Items(random);
        this.prefix = prefix;
        this.begin = begin;
    }

    /**
     * Plans a round, ordered by due time.
     *
     * @param prefix of all msg_ids
     * @param begin the round's beginning, Unix milliseconds: deadlines and schedules follow from it
     */
    static List<Planned> plan(SplittableRandom random, String prefix, long begin) {
        Load load = new Load(random, prefix, begin);
        for (int i = 0; i < MESSAGES; i++) {
            load.add(prefix + i, load.due());
        }
        for (int i = 0; i < ABORTED; i++) {
            load.plan.add(planned(load.request(prefix + "aborted-" + i, 0), 0, Fate.ABORTED));
        }
        load.plan.sort(Comparator.comparingLong(Planned::dueMillis));
        return load.plan;
    }

    /** Two thirds come in bursts: what happens in such a moment finds many messages on their way. */
    private long due() {
        int anyTime = random.nextInt(MILLIS);
        return random.nextInt(3) == 0
                ? anyTime
                : anyTime / BURST_EACH_MILLIS * BURST_EACH_MILLIS + random.nextInt(BURST_MILLIS);
    }

    private void add(String msgId, long due) {
        int draw = random.nextInt(100);
        if (draw < 3) {
            plan.add(invalid(msgId, due));
        } else if (draw < 5) {
            plan.add(new Planned(due, robot(), Fate.UNREADABLE, "", garbage(msgId), 0));
        } else if (draw < 9) {
            plan.add(misplaced(request(msgId, due), due));
        } else {
            addValid(msgId, due, draw);
        }
    }

    private void addValid(String msgId, long due, int draw) {
        ObjectNode request = request(msgId, due);
        long cancelAt = request.has("not_before") && random.nextInt(4) == 0 ? due + random.nextInt(1_500) : 0;
        Planned valid = planned(request, due, Fate.VALID);
        plan.add(new Planned(due, valid.key(), Fate.VALID, msgId, valid.value(), cancelAt));
        long later = due + 1 + random.nextInt(2_000);
        if (draw < 11) {
            plan.add(new Planned(later, valid.key(), Fate.REPEAT, msgId, valid.value(), 0));
        } else if (draw < 14) {
            plan.add(planned(request.deepCopy().put("group_id", "elsewhere"), later, Fate.CONFLICT));
        }
    }

    private Planned invalid(String msgId, long due) {
        ObjectNode request = request(msgId, due);
        switch (random.nextInt(3)) {
            case 0 -> request.put("deadline", 1);
            case 1 -> request.remove("group_id");
            default -> request.withArray("/msg_list").removeAll();
        }
        return planned(request, due, Fate.INVALID);
    }

    private Planned misplaced(ObjectNode request, long due) {
        Planned right = planned(request, due, Fate.VALID);
        if (random.nextInt(2) == 0) {
            return new Planned(due, right.key(), Fate.VALID, right.msgId(), right.value(), 0, true);
        }
        return new Planned(due, "not-" + right.key(), Fate.VALID, right.msgId(), right.value(), 0);
    }

    private byte[] garbage(String msgId) {
        String text = random.nextInt(2) == 0 ? "{\"msg_id\": \"" + msgId : "{\"msg_list\": []}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode request(String msgId, long due) {
        String robot = robot();
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("msg_id", msgId)
                .put("robot_id", robot)
                .put(
                        "group_id",
                        robot + "-g" + random.nextInt(1 + (robot.charAt(robot.length() - 1) + 2) % MOST_GROUPS));
        addTimes(request, (begin + due) / 1_000);
        request.set("msg_list", items.list(itemCount()));
        if (random.nextInt(4) == 0) {
            request.putObject("metadata")
                    .put("order", prefix + random.nextInt(1_000))
                    .put("备注", "值 \"x\"");
        }
        return request;
    }

    private void addTimes(ObjectNode request, long now) {
        int draw = random.nextInt(100);
        if (draw < 3) {
            request.put("dead_line", now - 1);
        } else if (draw < 18) {
            request.put("dead_line", now + 1 + random.nextInt(4));
        } else if (draw < 45) {
            request.put("dead_line", now + 600);
        } else if (draw < 50) {
            request.put("not_before", Long.toString(now + 1 + random.nextInt(5)));
        } else if (draw < 54) {
            long notBefore = now + 1 + random.nextInt(4);
            request.put("not_before", notBefore).put("dead_line", notBefore + 1 + random.nextInt(3));
        }
    }

    private int itemCount() {
        int draw = random.nextInt(100);
        if (draw < 55) {
            return 1;
        }
        return draw < 88 ? 2 + random.nextInt(3) : 5 + random.nextInt(MOST_ITEMS - 4);
    }

    /** The first robot gets a third of everything. */
    private String robot() {
        int draw = random.nextInt(3 * (ROBOTS - 1));
        return "robot-" + (draw < ROBOTS - 1 ? 0 : 1 + draw % (ROBOTS - 1));
    }

    private static Planned planned(ObjectNode request, long due, Fate fate) {
        return new Planned(
                due,
                request.path("robot_id").asText(),
                fate,
                request.path("msg_id").asText(),
                Json.bytes(request),
                0);
    }
}
