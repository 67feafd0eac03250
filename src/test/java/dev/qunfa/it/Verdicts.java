package dev.qunfa.it;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Post;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Compares what the topic and the API tell of a crowd with what the platform truly saw. */
final class Verdicts {
    private final Stage stage;
    private final Crowd crowd;

    Verdicts(Stage stage, Crowd crowd) {
        this.stage = stage;
        this.crowd = crowd;
    }

    void awaitAllFinal() {
        Awaitility.await()
                .atMost(Stage.PATIENCE.multipliedBy(3))
                .until(() -> lastEvents().values().stream()
                                .filter(event -> event.get("final").asBoolean())
                                .count()
                        == crowd.items().size());
    }

    void everyMessageWasPostedOnceAndEachGroupInOrder() {
        List<Post> posts = stage.platform.posts().stream()
                .filter(post -> crowd.items().containsKey(post.msgId()))
                .toList();
        assertThat(posts)
                .extracting(Post::msgId)
                .doesNotHaveDuplicates()
                .hasSize(crowd.items().size());
        Map<String, List<String>> posted =
                posts.stream().collect(groupingBy(Post::groupId, mapping(Post::msgId, toList())));
        assertThat(posted).isEqualTo(crowd.groups());
    }

    /** I7: from 1, without gaps, in order; the same for every consumer. */
    void everyTimelineIsGapFreeAndInOrder() {
        events().forEach((msgId, events) -> assertThat(events)
                .as(msgId)
                .extracting(event -> event.get("seq").asInt())
                .isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList()));
    }

    void everyItemHasOneResultEvent() {
        Map<String, Integer> results = new HashMap<>();
        events().forEach((msgId, events) -> results.put(msgId, (int) events.stream()
                .filter(event -> event.get("event").asText().startsWith("item_"))
                .count()));
        assertThat(results).isEqualTo(crowd.items());
    }

    void theApiAgreesWithTheTopic() {
        Map<String, String> topic = new LinkedHashMap<>();
        lastEvents().forEach((msgId, event) -> topic.put(msgId, summary(event)));
        Map<String, String> api = new LinkedHashMap<>();
        topic.keySet().forEach(msgId -> api.put(msgId, summary(stage.message(msgId))));
        assertThat(api).isEqualTo(topic);
    }

    private static String summary(JsonNode message) {
        return message.get("status") + " " + message.get("seq") + " " + message.get("items");
    }

    private Map<String, JsonNode> lastEvents() {
        Map<String, JsonNode> last = new HashMap<>();
        events().forEach((msgId, events) -> last.put(msgId, events.get(events.size() - 1)));
        return last;
    }

    private Map<String, List<JsonNode>> events() {
        Map<String, List<JsonNode>> events = new HashMap<>();
        stage.results.records().forEach(record -> {
            String msgId = RecordedTopic.string(record.key());
            if (crowd.items().containsKey(msgId)) {
                events.computeIfAbsent(msgId, key -> new ArrayList<>()).add(RecordedTopic.json(record.value()));
            }
        });
        return events;
    }
}
