package dev.qunfa.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lowers the log level of libraries that tell their life's story at INFO. Any thread. */
final class QuietLogs {

    /** Loggers are weakly held by the log manager: a level is only kept while somebody holds its logger. */
    private static final Map<String, Logger> HELD = new ConcurrentHashMap<>();

    private QuietLogs() {}

    static void limit(Level level, String... names) {
        for (String name : names) {
            HELD.computeIfAbsent(name, Logger::getLogger).setLevel(level);
        }
    }
}
