package dev.qunfa.sandbox.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A record of the requests topic. Times in the request are Unix milliseconds, 0 where it has none.
 *
 * @param place where the record is
 * @param key as produced; of a record in a wrong partition, with a word of that
 * @param fate what its producer meant it to become
 * @param rerouted whether the service published it, a copy of a record that was keyed wrong
 */
public record Request(
        Place place,
        String key,
        Fate fate,
        boolean rerouted,
        String msgId,
        String robotId,
        String groupId,
        long deadLine,
        long notBefore,
        int items,
        String metadata,
        byte[] value) {

    /** The header in which the producer says what must become of the record: a {@link Fate}'s name. */
    public static final String FATE = "faults-fate";

    /** Header of a record that its producer put into another partition than Java's default partitioner would. */
    public static final String ELSEWHERE = "faults-elsewhere";

    private static final String REROUTED = "qunfa-rerouted";

    /** Reads what there is to read in a record's value. */
    public static Request of(Place place, String key, Map<String, String> headers, byte[] value) {
        Fate fate = Fate.valueOf(headers.get(FATE));
        JsonNode body = fate == Fate.UNREADABLE ? null : Json.treeOrNull(value);
        JsonNode read = body == null ? Json.treeOrNull("{}".getBytes(StandardCharsets.UTF_8)) : body;
        boolean rerouted = headers.containsKey(REROUTED);
        return new Request(
                place,
                headers.containsKey(ELSEWHERE) && !rerouted ? key + ", but elsewhere" : key,
                fate,
                rerouted,
                read.path("msg_id").asText(""),
                read.path("robot_id").asText(""),
                read.path("group_id").asText(""),
                read.path("dead_line").asLong() * 1000,
                read.path("not_before").asLong() * 1000,
                read.path("msg_list").size(),
                read.path("metadata").toString(),
                value);
    }

    /** Whether the service works on it where it is; otherwise it publishes it once more, keyed right. */
    public boolean isKeyedRight() {
        return rerouted || fate == Fate.UNREADABLE || fate == Fate.ABORTED || key.equals(robotId);
    }

    /** Robot and group: what keeps its order. */
    public String lane() {
        return robotId + " → " + groupId;
    }
}
