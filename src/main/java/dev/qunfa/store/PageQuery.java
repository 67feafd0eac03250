package dev.qunfa.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** The query behind a page of messages: only the conditions that restrict, so that the database can choose its index. */
final class PageQuery {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    PageQuery(MessageFilter filter, Optional<PageKey> after) {
        if (!filter.statuses().isEmpty()) {
            where("status in :statuses", "statuses", filter.statuses());
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

    private void where(String condition, String parameter, Object value) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(parameter, value);
        }
    }
}
