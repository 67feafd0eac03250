package dev.qunfa.store;

import java.util.List;
import java.util.Optional;

/**
 * Some messages, newest first.
 *
 * @param messages the messages
 * @param next where the next page begins, empty if there is none
 */
public record MessagePage(List<MessageDetails> messages, Optional<PageKey> next) {
    public MessagePage {
        messages = List.copyOf(messages);
    }

    /** Makes a page out of one row more than it may hold; the surplus one only tells that there is more. */
    static MessagePage of(List<MessageDetails> surplus, int limit) {
        if (surplus.size() <= limit) {
            return new MessagePage(surplus, Optional.empty());
        }
        List<MessageDetails> messages = surplus.subList(0, limit);
        return new MessagePage(messages, Optional.of(messages.get(limit - 1).pageKey()));
    }
}
