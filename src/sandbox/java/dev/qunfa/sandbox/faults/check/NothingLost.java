package dev.qunfa.sandbox.faults.check;

import java.util.function.BiConsumer;

/** Every request that is to become a message reaches a final status, on the topic and in the API. */
final class NothingLost implements Invariant {

    @Override
    public String name() {
        return "nothing lost";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        history.messages().values().stream()
                .filter(each -> each.requests().stream().anyMatch(NothingLost::becomesMessage))
                .forEach(each -> check(each, breach));
    }

    private static boolean becomesMessage(Request request) {
        return request.fate() == Fate.VALID || request.fate() == Fate.INVALID;
    }

    private static void check(MessageHistory message, BiConsumer<String, String> breach) {
        if (message.view() == null) {
            breach.accept(message.msgId(), "the API does not know it");
        } else if (!message.view().isFinal()) {
            breach.accept(
                    message.msgId(), "the API shows it as " + message.view().status() + " after all the time it had");
        }
        if (!message.lastEvent().map(Event::isFinal).orElse(false)) {
            breach.accept(message.msgId(), "it has no final event");
        }
    }
}
