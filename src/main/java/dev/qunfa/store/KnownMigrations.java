package dev.qunfa.store;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The migrations that come with this version, and whether a database has them all. A start on such a database, which is
 * nearly every start, does without Flyway, whose classes and scan of the class path take their time.
 */
final class KnownMigrations {
    /**
     * One file in {@code db/migration}.
     *
     * @param file {@code V<version>__<description, with underscores>.sql}
     */
    record Migration(String file) {
        private static final String DIRECTORY = "/db/migration/";
        private static final String SEPARATOR = "__";
        private static final String SUFFIX = ".sql";

        String version() {
            return file.substring(1, file.indexOf(SEPARATOR));
        }

        String description() {
            return file.substring(file.indexOf(SEPARATOR) + SEPARATOR.length(), file.length() - SUFFIX.length())
                    .replace('_', ' ');
        }

        String text() {
            try (InputStream bytes = KnownMigrations.class.getResourceAsStream(DIRECTORY + file)) {
                return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As Flyway computes it: over the lines without their ends. */
        int checksum() {
            CRC32 checksum = new CRC32();
            text().lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
            return (int) checksum.getValue();
        }
    }

    /** All of them, oldest first. */
    static final List<Migration> ALL = List.of(
            new Migration("V1__schema.sql"),
            new Migration("V2__ownership_and_pauses.sql"),
            new Migration("V3__fence_in_one_statement.sql"),
            new Migration("V4__requests_topic_and_forwarding.sql"),
            new Migration("V5__outbox_by_partition.sql"));

    /** Flyway's own table: a version and a checksum for each migration that was run. */
    static final String HISTORY =
            "select version, checksum, success from flyway_schema_history where version is not null";

    private KnownMigrations() {}

    /** Whether all of them were run, as they are now, and nothing failed; what Flyway would check itself. */
    static boolean areAllIn(RowSet<Row> history) {
        Map<String, Integer> done = new HashMap<>();
        for (Row row : history) {
            if (!row.getBoolean("success")) {
                return false;
            }
            done.put(row.getString("version"), row.getInteger("checksum"));
        }
        return ALL.stream()
                .allMatch(migration -> Integer.valueOf(migration.checksum()).equals(done.get(migration.version())));
    }
}
