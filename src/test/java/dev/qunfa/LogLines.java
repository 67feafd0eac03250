package dev.qunfa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What is logged by some loggers until it is closed, each as {@code logger: message failure}. Any thread. */
public final class LogLines extends Handler implements AutoCloseable {
    private final List<String> loggers;
    private final Map<Logger, Level> levelsBefore = new HashMap<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /**
     * @param level and worse
     * @param loggers that are heard, with all below them
     */
    public LogLines(Level level, String... loggers) {
        this.loggers = List.of(loggers);
        setLevel(level);
        for (String name : loggers) {
            Logger logger = Logger.getLogger(name);
            levelsBefore.put(logger, logger.getLevel());
            if (!logger.isLoggable(level)) {
                logger.setLevel(level);
            }
        }
        Logger.getLogger("").addHandler(this);
    }

    /** So far, the oldest first. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line) && loggers.stream().anyMatch(line.getLoggerName()::startsWith)) {
            String message =
                    line instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : line.getMessage();
            lines.add(line.getLoggerName() + ": " + message + " " + line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        levelsBefore.forEach(Logger::setLevel);
        Logger.getLogger("").removeHandler(this);
    }
}
