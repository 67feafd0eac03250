package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Brings a result back to the Vert.x context of whoever asks. A result that is shared, or made on a database connection's
 * thread, arrives on a foreign context otherwise, and what follows would use that one's session.
 */
public final class CallerContext {
    private CallerContext() {}

    /** The same result or failure, on the context that subscribes; unchanged where there is none. */
    public static <T> Uni<T> of(Uni<T> result) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? result : result.emitOn(MutinyHelper.executor(caller));
        });
    }
}
