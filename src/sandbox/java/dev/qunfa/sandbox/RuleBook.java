package dev.qunfa.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules in force, in the order in which they were given. Any thread. */
final class RuleBook {

    /** What the rules say about one POST: an answer other than the usual one, or null; and changes to its callbacks. */
    record Decision(Effect.OnAnswer answer, List<Effect.OnCallbacks> callbacks) {}

    private record Active(Rule rule, AtomicInteger left) {
        boolean spend() {
            return rule.times() == 0 || left.getAndDecrement() > 0;
        }
    }

    private final List<Active> rules = new CopyOnWriteArrayList<>();
    private final AtomicInteger heads = new AtomicInteger();

    void add(Rule rule) {
        rules.add(new Active(rule, new AtomicInteger(rule.times())));
    }

    void clear() {
        rules.clear();
    }

    List<Rule> list() {
        return rules.stream().map(Active::rule).toList();
    }

    /** Asked at a request's head, when the msg_id is not known yet. */
    boolean dropsAtHead() {
        if (rules.isEmpty()) {
            return false;
        }
        int head = heads.getAndIncrement();
        return rules.stream()
                .anyMatch(each -> isForHeads(each.rule()) && each.rule().meets("", head) && each.spend());
    }

    /**
     * Decides about a POST.
     *
     * @param repeat how many POSTs of this msg_id came before
     */
    Decision decide(String msgId, int repeat) {
        Effect.OnAnswer answer = null;
        List<Effect.OnCallbacks> callbacks = new ArrayList<>();
        for (Active each : rules) {
            Effect effect = each.rule().effect();
            boolean open = effect instanceof Effect.OnCallbacks || answer == null;
            if (!open || isForHeads(each.rule()) || !each.rule().meets(msgId, repeat) || !each.spend()) {
                continue;
            }
            if (effect instanceof Effect.OnAnswer onAnswer) {
                answer = onAnswer;
            } else if (effect instanceof Effect.OnCallbacks onCallbacks) {
                callbacks.add(onCallbacks);
            }
        }
        return new Decision(answer, callbacks);
    }

    private static boolean isForHeads(Rule rule) {
        return rule.effect() instanceof Effect.CloseBeforeReading
                && rule.msgIdPrefix().isEmpty();
    }
}
