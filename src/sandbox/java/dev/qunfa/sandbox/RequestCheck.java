package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The limits that the platform's page gives for a SendMsgToGroup request. Unknown fields are ignored, nulls count as absent,
 * and a {@code dead_line} in digits passes as a string too: the page is silent on these.
 */
final class RequestCheck {

    private static final int MOST_ITEMS = 20;

    private RequestCheck() {}

    /** Returns the first field that breaks a rule ({@code msg_list[0].title}), or null when all is well. */
    static String firstProblem(JsonNode request) {
        if (request == null || !request.isObject()) {
            return "body";
        }
        for (String id : List.of("robot_id", "group_id", "msg_id")) {
            if (!ItemCheck.isText(request.path(id))) {
                return id;
            }
        }
        if (!deadLineIsGood(request.path("dead_line"))) {
            return "dead_line";
        }
        return firstProblemIn(request.path("msg_list"));
    }

    private static boolean deadLineIsGood(JsonNode value) {
        return ItemCheck.isAbsent(value)
                || value.isIntegralNumber()
                || value.isTextual() && value.textValue().matches("[0-9]{1,18}");
    }

    private static String firstProblemIn(JsonNode items) {
        if (!items.isArray() || items.isEmpty() || items.size() > MOST_ITEMS) {
            return "msg_list";
        }
        List<String> problems = new ArrayList<>();
        Set<Integer> numbers = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            String problem = ItemCheck.firstProblem(items.get(i));
            if (problem != null) {
                problems.add("msg_list[" + i + "]" + (problem.isEmpty() ? "" : "." + problem));
            }
            numbers.add(items.get(i).path("msg_num").asInt());
        }
        if (!problems.isEmpty()) {
            return problems.get(0);
        }
        return isOneToN(numbers, items.size()) ? null : "msg_list.msg_num";
    }

    private static boolean isOneToN(Set<Integer> numbers, int count) {
        return numbers.size() == count && numbers.contains(1) && numbers.contains(count);
    }
}
