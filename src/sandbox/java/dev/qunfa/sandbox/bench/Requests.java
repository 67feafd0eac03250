package dev.qunfa.sandbox.bench;

import java.nio.charset.StandardCharsets;

/** Builds the requests of a load; what they have in common is built once. One thread. */
final class Requests {

    private static final String HAN = "开团啦群发消息";
    private static final int HAN_BYTES = 3;
    private static final long LIFETIME_SECONDS = 3_600;

    private final Load load;
    private final String tail;

    Requests(Load load) {
        this.load = load;
        this.tail = tail(load.shape());
    }

    byte[] of(int number) {
        return ("{\"msg_id\":\"" + load.msgIdOf(number) + "\",\"robot_id\":\"" + load.robotOf(number)
                        + "\",\"group_id\":\"g-" + load.groupOf(number) + tail)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String tail(Load.Shape shape) {
        long deadline = System.currentTimeMillis() / 1_000 + LIFETIME_SECONDS;
        StringBuilder tail = new StringBuilder("\",\"dead_line\":" + deadline + ",\"msg_list\":[");
        for (int item = 1; item <= shape.items(); item++) {
            tail.append(item > 1 ? "," : "").append("{\"msg_num\":").append(item);
            tail.append(",\"msg_type\":1,\"msg_content\":\"").append(text(shape.text()));
            tail.append("\"}");
        }
        return tail.append("]}").toString();
    }

    private static String text(int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes / HAN_BYTES; i++) {
            text.append(HAN.charAt(i % HAN.length()));
        }
        return text.append("x".repeat(bytes % HAN_BYTES)).toString();
    }
}
