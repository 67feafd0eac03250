package dev.qunfa.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of the schema the service uses, and what its role must be allowed to do with it. */
final class SchemaParts {
    /** The privileges by table. */
    static final Map<String, String> TABLES = new TreeMap<>(Map.of(
            "message", "SELECT,INSERT,UPDATE,DELETE",
            "message_content", "SELECT,INSERT,DELETE",
            "message_event", "SELECT,INSERT,DELETE",
            "outbox", "SELECT,INSERT,DELETE",
            "orphan_callback", "SELECT,INSERT,DELETE",
            "partition_owner", "SELECT,INSERT,UPDATE",
            "pause", "SELECT,INSERT,UPDATE,DELETE",
            "requests_topic", "SELECT,INSERT,UPDATE",
            "forwarding", "SELECT,INSERT,DELETE",
            "outbox_held", "SELECT,INSERT,UPDATE,DELETE"));

    /** Whether all tables are there. */
    static final String ARE_THERE =
            "select bool_and(to_regclass(name) is not null) from (values " + rows() + ") t(name, may)";

    /** What is missing, each as {@code INSERT on outbox}, or as {@code outbox} if all of it is. */
    static final String MISSING =
            """
            select case when to_regclass(name) is null then name else privilege || ' on ' || name end
              from (values %s) t(name, may), unnest(string_to_array(may, ',')) privilege
             where not coalesce(has_table_privilege(to_regclass(name), privilege), false)
            """
                    .formatted(rows());

    private SchemaParts() {}

    private static String rows() {
        return TABLES.entrySet().stream()
                .map(table -> "('" + table.getKey() + "', '" + table.getValue() + "')")
                .collect(Collectors.joining(", "));
    }
}
