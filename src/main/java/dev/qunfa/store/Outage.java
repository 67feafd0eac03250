package dev.qunfa.store;

import com.fasterxml.jackson.core.JacksonException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * Tells failures of the database, or of the way to it, from failures of this service. JSON that cannot be read or written is one of
 * the latter, although Jackson calls it an I/O failure.
 */
public final class Outage {
    private static final int DEEPEST = 10;

    private Outage() {}

    public static boolean isCauseOf(Throwable failure) {
        return causes(failure).anyMatch(Outage::isOutage);
    }

    /** Whether nobody answers: the database, or the way to it, is away. One that answers and refuses is not. */
    public static boolean isAway(Throwable failure) {
        return isCauseOf(failure) && causes(failure).noneMatch(Outage::isRefusal);
    }

    /** A statement that waited for somebody else's lock for too long, or that needs a table that is not there. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException pg
                && ("57014".equals(pg.getSqlState()) || "42P01".equals(pg.getSqlState()));
    }

    /** The innermost message. */
    public static String reason(Throwable failure) {
        return causes(failure)
                .reduce((outer, inner) -> inner)
                .map(Throwable::getMessage)
                .orElse("");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof OverloadedException
                || failure instanceof TimeoutException
                || (failure instanceof IOException && !(failure instanceof JacksonException))
                || failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable
                || (failure instanceof PgException pg && isOutage(pg.getSqlState()));
    }

    /** Connection lost, too many of them, shutting down or starting up, a schema that is not there yet. */
    private static boolean isOutage(String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57")
                        || sqlState.equals("42P01"));
    }
}
