package dev.qunfa.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Delivery;
import dev.qunfa.sandbox.Post;
import dev.qunfa.sandbox.faults.check.Event;
import dev.qunfa.sandbox.faults.check.History;
import dev.qunfa.sandbox.faults.check.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is known of the messages: from the topics, the API, and the simulated platform. One thread. */
final class Evidence {

    private static final int LOOKUP = 500;
    private static final int TRIES = 4;

    private final Stage stage;
    private final TopicJournal journal;
    private final Operator operator;
    private final Injector injector;
    private final Map<String, View> views = new HashMap<>();
    private int turn;

    Evidence(Stage stage, TopicJournal journal, Operator operator, Injector injector) {
        this.stage = stage;
        this.journal = journal;
        this.operator = operator;
        this.injector = injector;
    }

    /** Whether nothing of a round is under way any more, as far as topics, platform and API show. */
    boolean isSettled(String prefix, List<Planned> plan) {
        boolean told = plan.stream().filter(Planned::becomesMessage).allMatch(each -> isFinal(each.msgId()));
        return told
                && operator.isIdle()
                && journal.deadLetterCount(prefix)
                        >= plan.stream().filter(Planned::isBuried).count()
                && isPlatformQuiet(prefix)
                && look(messageIds(plan))
                && messageIds(plan).stream().allMatch(this::apiHasCaughtUp);
    }

    /** Reads the timelines of a round's messages; they are needed for {@link #history} only. */
    void readTimelines(List<Planned> plan) {
        for (String msgId : messageIds(plan)) {
            View view = views.get(msgId);
            if (view != null) {
                views.put(msgId, view.withTimeline(timeline(msgId)));
            }
        }
    }

    /** Asks the API for messages; false if it did not answer. */
    boolean look(List<String> msgIds) {
        for (int from = 0; from < msgIds.size(); from += LOOKUP) {
            List<String> some = msgIds.subList(from, Math.min(msgIds.size(), from + LOOKUP));
            ServiceApi.Answer answer = stage.api(turn++).lookup(some);
            if (answer.status() != 200) {
                return false;
            }
            some.forEach(views::remove);
            answer.body().path("messages").forEach(this::add);
        }
        return true;
    }

    /** All that is known of the messages whose ids start with {@code prefix}. */
    History history(String prefix) {
        Map<String, View> own = new HashMap<>(views);
        own.keySet().removeIf(msgId -> !msgId.startsWith(prefix));
        return new History(
                journal.requests(prefix),
                journal.events(prefix),
                journal.deadLetters(prefix),
                stage.platform.postsOfAll(prefix),
                deliveries(prefix),
                own,
                operator.decisions(prefix),
                injector.moments(),
                stage.limits());
    }

    static List<String> messageIds(List<Planned> plan) {
        return plan.stream().filter(Planned::becomesMessage).map(Planned::msgId).toList();
    }

    private void add(JsonNode message) {
        views.put(message.path("msg_id").asText(), View.of(message));
    }

    private boolean isFinal(String msgId) {
        Event last = journal.lastOf(msgId);
        return last != null && last.isFinal();
    }

    private boolean apiHasCaughtUp(String msgId) {
        View view = views.get(msgId);
        return view != null && view.seq() == journal.lastOf(msgId).seq();
    }

    private boolean isPlatformQuiet(String prefix) {
        List<Post> posts = stage.platform.postsOfAll(prefix);
        return stage.platform.stats().isQuiet() && posts.stream().allMatch(each -> each.answeredAt() > 0);
    }

    /** Null if nobody answers in several tries: then nothing is known of it. */
    private List<String> timeline(String msgId) {
        for (int i = 0; i < TRIES; i++) {
            ServiceApi.Answer answer = stage.api(turn++).events(msgId);
            if (answer.status() == 200) {
                List<String> ids = new ArrayList<>();
                answer.body()
                        .path("events")
                        .forEach(each -> ids.add(each.path("event_id").asText()));
                return ids;
            }
        }
        return null;
    }

    private List<Delivery> deliveries(String prefix) {
        return stage.platform.deliveries().stream()
                .filter(each -> each.msgId() != null && each.msgId().startsWith(prefix))
                .toList();
    }
}
