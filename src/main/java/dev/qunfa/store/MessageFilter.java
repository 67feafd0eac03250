package dev.qunfa.store;

import dev.qunfa.lifecycle.MessageStatus;
import java.time.Instant;
import java.util.Set;

/**
 * Which messages to list; what is null or empty does not restrict.
 *
 * @param statuses any of these
 * @param app exactly this app
 * @param robotId exactly this robot
 * @param groupId exactly this group
 * @param createdFrom stored at or after
 * @param createdTo stored before
 */
public record MessageFilter(
        Set<MessageStatus> statuses,
        String app,
        String robotId,
        String groupId,
        Instant createdFrom,
        Instant createdTo) {
    public static final MessageFilter ALL = new MessageFilter(Set.of(), null, null, null, null, null);

    public MessageFilter {
        statuses = Set.copyOf(statuses);
    }
}
