package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which callbacks follow a request that was taken: chains that are delivered side by side, the callbacks within a chain one
 * after the other.
 */
final class CallbackPlan {

    /** The only error text that is known to come: the page names the sensitive-word error and gives no wording. */
    static final String SENSITIVE_WORD = "消息内容包含敏感词";

    private final List<Effect.OnCallbacks> effects;

    CallbackPlan(List<Effect.OnCallbacks> effects) {
        this.effects = effects;
    }

    boolean comesBeforeAnswer() {
        return find(Effect.CallbacksBeforeAnswer.class).isPresent();
    }

    long extraDelayMillis() {
        return find(Effect.DelayCallbacks.class)
                .map(Effect.DelayCallbacks::millis)
                .orElse(0L);
    }

    List<List<Callback>> chains(PlatformApp app, JsonNode request) {
        Callback.Target target = new Callback.Target(
                request.path("msg_id").asText(),
                request.path("robot_id").asText(),
                request.path("group_id").asText());
        List<Integer> order = new ArrayList<>();
        request.path("msg_list").forEach(item -> order.add(item.path("msg_num").asInt()));
        Collections.sort(order);
        List<List<Callback>> perItem = new ArrayList<>();
        for (int msgNum : order) {
            if (!isLost(msgNum)) {
                perItem.add(chain(app, target, msgNum));
            }
        }
        return multiplied(arranged(perItem));
    }

    private List<Callback> chain(PlatformApp app, Callback.Target target, int msgNum) {
        String errMsg = errMsgOf(msgNum);
        Callback first = new Callback(app, target, msgNum, errMsg.isEmpty(), errMsg, style());
        return find(Effect.ContradictCallbacks.class).isPresent()
                ? List.of(first, first.contradicted(SENSITIVE_WORD))
                : List.of(first);
    }

    private List<List<Callback>> arranged(List<List<Callback>> perItem) {
        if (perItem.isEmpty() || find(Effect.ReorderCallbacks.class).isEmpty()) {
            return perItem;
        }
        List<List<Callback>> backwards = new ArrayList<>(perItem);
        Collections.reverse(backwards);
        return List.of(backwards.stream().flatMap(List::stream).toList());
    }

    private List<List<Callback>> multiplied(List<List<Callback>> chains) {
        int copies = find(Effect.DuplicateCallbacks.class)
                .map(Effect.DuplicateCallbacks::copies)
                .orElse(0);
        List<List<Callback>> all = new ArrayList<>(chains);
        for (int i = 0; i < copies; i++) {
            all.addAll(chains);
        }
        return all;
    }

    private String errMsgOf(int msgNum) {
        for (Effect each : effects) {
            if (each instanceof Effect.FailItems fail && concerns(fail.msgNums(), msgNum)) {
                return fail.errMsg() == null ? SENSITIVE_WORD : fail.errMsg();
            }
        }
        return "";
    }

    private boolean isLost(int msgNum) {
        return effects.stream()
                .anyMatch(each -> each instanceof Effect.LoseCallbacks lost && concerns(lost.msgNums(), msgNum));
    }

    private Callback.Style style() {
        Padding padding = find(Effect.PadCallbacks.class)
                .map(Effect.PadCallbacks::padding)
                .orElse(Padding.PKCS7);
        Untidiness untidy = find(Effect.UntidyCallbacks.class)
                .map(Effect.UntidyCallbacks::how)
                .orElse(null);
        return new Callback.Style(padding, find(Effect.NumericEnvelope.class).isPresent(), untidy);
    }

    private <T extends Effect> Optional<T> find(Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static boolean concerns(List<Integer> msgNums, int msgNum) {
        return msgNums == null || msgNums.isEmpty() || msgNums.contains(msgNum);
    }
}
