package dev.qunfa.store;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
    /** All files in {@code db/migration}, oldest first. */
    static final List<String> FILES =
            List.of("V1__schema.sql", "V2__ownership_and_pauses.sql", "V3__fence_in_one_statement.sql");

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
        return FILES.stream().allMatch(file -> Integer.valueOf(checksum(file)).equals(done.get(version(file))));
    }

    private static String version(String file) {
        return file.substring(1, file.indexOf("__"));
    }

    /** As Flyway computes it: over the lines without their ends. */
    static int checksum(String file) {
        CRC32 checksum = new CRC32();
        try (InputStream bytes = KnownMigrations.class.getResourceAsStream("/db/migration/" + file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (int) checksum.getValue();
    }
}
