package dev.qunfa.store;

import dev.qunfa.lifecycle.MessageStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The query behind a page of messages: only the conditions that restrict, so that the database can choose its index. */
final class PageQuery {
    /** As in the index message_trouble. */
    private static final Set<MessageStatus> TROUBLE = EnumSet.complementOf(
            EnumSet.of(MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.ACCEPTED, MessageStatus.SENT));

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    PageQuery(MessageFilter filter, Optional<PageKey> after) {
        if (!filter.statuses().isEmpty()) {
            conditions.add(anyOf(filter.statuses()));
        }
        where("app = :app", "app", filter.app());
        where("robotId = :robotId", "robotId", filter.robotId());
        where("groupId = :groupId", "groupId", filter.groupId());
        where("createdAt >= :from", "from", filter.createdFrom());
        where("createdAt < :to", "to", filter.createdTo());
        after.ifPresent(key -> {
            where("(createdAt, id) < (:afterAt, :afterKey)", "afterAt", key.createdAt());
            parameters.put("afterKey", key.key());
        });
    }

    String text() {
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return "from MessageRow" + where + " order by createdAt desc, id desc";
    }

    Mutiny.SelectionQuery<MessageRow> on(Mutiny.StatelessSession session) {
        Mutiny.SelectionQuery<MessageRow> query = session.createQuery(text(), MessageRow.class);
        parameters.forEach(query::setParameter);
        return query;
    }

    /** An arm for each partial index, so that a rare status is found without a walk through all messages. */
    private static String anyOf(Set<MessageStatus> statuses) {
        List<String> arms = new ArrayList<>();
        arm(arms, statuses, EnumSet.of(MessageStatus.QUEUED), "");
        arm(arms, statuses, EnumSet.of(MessageStatus.SENDING, MessageStatus.ACCEPTED), " and dueAt is not null");
        arm(arms, statuses, EnumSet.of(MessageStatus.SENT), "");
        arm(arms, statuses, TROUBLE, "");
        return "(" + String.join(" or ", arms) + ")";
    }

    private static void arm(List<String> arms, Set<MessageStatus> wanted, Set<MessageStatus> served, String condition) {
        String names = served.stream().filter(wanted::contains).map(Enum::name).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            arms.add("status in (" + names + ")" + condition);
        }
    }

    private void where(String condition, String parameter, Object value) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(parameter, value);
        }
    }
}
