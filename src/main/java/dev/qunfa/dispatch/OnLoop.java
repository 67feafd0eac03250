package dev.qunfa.dispatch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Does work on an event loop, whoever asks for it.
 *
 * @param loop the event loop
 */
record OnLoop(Context loop) {
    /** What the work returned. */
    <T> Uni<T> call(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(task -> loop.runOnContext(ignored -> task.run()));
    }

    /** Completes when the work is done. */
    Uni<Void> run(Runnable work) {
        return call(() -> {
            work.run();
            return null;
        });
    }

    /** Completes when what the work returned does. */
    Uni<Void> until(Supplier<CompletableFuture<Void>> work) {
        return call(work).chain(done -> Uni.createFrom().completionStage(done));
    }

    /** The same, begun at once. */
    CompletableFuture<Void> future(Supplier<CompletableFuture<Void>> work) {
        return until(work).subscribeAsCompletionStage();
    }
}
