package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadSlotsTest {
    private final ReadSlots slots = new ReadSlots("reads", 2, 2);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @Test
    void soManyQuestionsAreAskedAtOnceAndTheOthersInTheirTurn() {
        List<CompletableFuture<String>> asked = List.of(ask(), ask(), ask(), ask());

        assertThat(begun).hasSize(2);
        begun.get(1).complete("second");
        assertThat(begun).hasSize(3);
        begun.get(0).completeExceptionally(new IllegalStateException("first"));
        begun.get(2).complete("third");
        begun.get(3).complete("fourth");

        assertThat(asked.get(0)).isCompletedExceptionally();
        assertThat(asked.subList(1, 4))
                .extracting(CompletableFuture::join)
                .containsExactly("second", "third", "fourth");
        assertThat(slots.running()).isZero();
    }

    @Test
    void whoFindsTooManyWaitingIsRefused() {
        for (int i = 0; i < 4; i++) {
            ask();
        }

        assertThatThrownBy(ask()::join).hasCauseInstanceOf(OverloadedException.class);
        begun.get(0).complete("");
        assertThat(ask()).isNotDone();
        assertThat(begun).hasSize(3);
    }

    @Test
    void whoGaveUpWhileWaitingIsNotAskedForAndMakesRoom() {
        ask();
        ask();
        ask().cancel(true);
        ask().cancel(true);
        CompletableFuture<String> last = ask();

        begun.get(0).complete("");
        assertThat(begun).hasSize(3);
        begun.get(2).complete("last");
        begun.get(1).complete("");

        assertThat(last.join()).isEqualTo("last");
        assertThat(slots.running()).isZero();
    }

    @Test
    void aQuestionThatNobodyWaitsForAnyMoreHoldsItsSlotUntilItEnds() {
        ask().cancel(true);

        assertThat(slots.running()).isEqualTo(1);
        begun.get(0).complete("");
        assertThat(slots.running()).isZero();
    }

    @Test
    void aQuestionThatCannotBeAskedGivesItsSlotBack() {
        CompletableFuture<Object> failed = slots.with(() -> {
                    throw new IllegalStateException("no");
                })
                .subscribeAsCompletionStage();

        assertThat(failed).isCompletedExceptionally();
        assertThat(slots.running()).isZero();
    }

    @Test
    void aQuestionThatWaitedIsAskedOnItsCallersContext() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            ask();
            ask();
            Context caller = vertx.getOrCreateContext();
            CompletableFuture<Context> asked = new CompletableFuture<>();
            CompletableFuture<Void> waits = new CompletableFuture<>();
            caller.runOnContext(now -> {
                slots.with(() -> {
                            asked.complete(Vertx.currentContext());
                            return Uni.createFrom().voidItem();
                        })
                        .subscribe()
                        .with(done -> {});
                waits.complete(null);
            });
            waits.get(10, TimeUnit.SECONDS);
            begun.get(0).complete("");

            assertThat(asked.get(10, TimeUnit.SECONDS)).isSameAs(caller);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private CompletableFuture<String> ask() {
        return slots.with(() -> {
                    CompletableFuture<String> question = new CompletableFuture<>();
                    begun.add(question);
                    return Uni.createFrom().completionStage(question);
                })
                .subscribeAsCompletionStage();
    }
}
