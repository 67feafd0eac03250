package dev.qunfa.store;

import io.vertx.pgclient.PgException;
import java.util.Set;

/** Tells a failure that comes of the data itself, and will come again with the same data, from one that passes. */
final class DataFault {
    /**
     * Classes of SQLSTATE: 22 data exception, 23 integrity constraint violation, 54 program limit exceeded, P0 raised by a trigger.
     */
    private static final Set<String> CLASSES = Set.of("22", "23", "54", "P0");

    private static final Set<String> DAMAGE = Set.of("XX001", "XX002");

    private DataFault() {}

    static boolean isCauseOf(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && refused.getSqlState().length() == 5
                && CLASSES.contains(refused.getSqlState().substring(0, 2));
    }

    /** Whether others may succeed without one of the rows; besides the above, that row may be damaged (XX001, XX002). */
    static boolean mayBeOfOneRow(Throwable failure) {
        return isCauseOf(failure)
                || failure instanceof PgException refused && DAMAGE.contains(String.valueOf(refused.getSqlState()));
    }

    /** Of a failure of which {@link #isCauseOf} is true. */
    static String sqlState(Throwable failure) {
        return ((PgException) failure).getSqlState();
    }
}
