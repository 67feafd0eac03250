package dev.qunfa.it;

import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Many requests of 1 to 20 items, spread over robots and groups; the same for the same seed. */
final class Crowd {
    private final Map<String, Integer> items = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final String prefix;
    private final Random random;

    Crowd(String prefix, long seed) {
        this.prefix = prefix;
        this.random = new Random(seed);
    }

    void sendTo(Stage stage, int number, int robots, int groupNumber) {
        for (int i = 0; i < number; i++) {
            int group = random.nextInt(groupNumber);
            send(stage, prefix + i, "robot-" + group % robots, "group-" + group);
        }
        stage.flush();
    }

    /** How many items each message has. */
    Map<String, Integer> items() {
        return items;
    }

    /** The messages of each group, in the order in which they were produced. */
    Map<String, List<String>> groups() {
        return groups;
    }

    private void send(Stage stage, String msgId, String robot, String group) {
        int number = 1 + random.nextInt(20);
        List<Map<String, Object>> list = new ArrayList<>();
        for (int item = 0; item < number; item++) {
            list.add(SendItems.text("你好 \"quoted\" 😀 " + msgId));
        }
        items.put(msgId, number);
        groups.computeIfAbsent(group, key -> new ArrayList<>()).add(msgId);
        stage.send(SendRequests.of(msgId, list).robot(robot).group(group), robot);
    }
}
