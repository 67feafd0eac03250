package dev.qunfa.sandbox.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.Post;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** No POST but of a valid request that was stored, with its content, and no more of them than attempts were recorded. */
final class CommittedIntent implements Invariant {

    private static final List<String> OWN_FIELDS = List.of("app", "not_before", "metadata");

    @Override
    public String name() {
        return "no POST without a committed intent";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        history.messages().values().stream()
                .filter(each -> !each.posts().isEmpty())
                .forEach(each -> check(each, breach));
    }

    private static void check(MessageHistory message, BiConsumer<String, String> breach) {
        Optional<Request> origin = message.origin();
        if (origin.isEmpty() || origin.get().fate() != Fate.VALID) {
            breach.accept(message.msgId(), "it was POSTed, and there is no valid request");
        } else if (message.view() == null) {
            breach.accept(message.msgId(), "it was POSTed, and the API does not know it");
        } else if (message.attempts().size() > message.view().attempts()) {
            breach.accept(
                    message.msgId(),
                    message.attempts().size() + " POSTs came, and "
                            + message.view().attempts() + " attempts are recorded");
        } else if (!message.posts().stream().allMatch(each -> isContent(each, origin.get()))) {
            breach.accept(message.msgId(), "what was POSTed is not what was requested");
        }
    }

    private static boolean isContent(Post post, Request origin) {
        if (post.body() == null) {
            return true;
        }
        JsonNode asked = Json.treeOrNull(origin.value());
        JsonNode posted = Json.treeOrNull(post.body().getBytes(StandardCharsets.UTF_8));
        return asked instanceof ObjectNode request
                && request.deepCopy().remove(OWN_FIELDS).equals(posted);
    }
}
