package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitTest {
    private final List<List<Integer>> batches = new ArrayList<>();
    private final List<CompletableFuture<List<String>>> commits = new ArrayList<>();
    private final List<Runnable> reminders = new ArrayList<>();
    private final GroupCommit<Integer, String> committer = new GroupCommit<>(
            "test",
            3,
            5,
            batch -> {
                batches.add(batch);
                commits.add(new CompletableFuture<>());
                return Uni.createFrom().completionStage(commits.get(commits.size() - 1));
            },
            reminders::add);

    @Test
    void anEntryThatFindsTheCommitterIdleIsCommittedAtOnce() {
        submit(1);

        assertThat(batches).containsExactly(List.of(1));
    }

    @Test
    void entriesThatArriveDuringACommitShareTheNextOnesInTheirOrder() {
        submit(1);
        IntStream.rangeClosed(2, 5).forEach(this::submit);
        commit(0, "a");
        commit(1, "b", "c", "d");

        assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5));
    }

    @Test
    void aPatientEntryGoesWithTheNextTransactionInItsOrder() {
        submitPatiently(1);
        submitPatiently(2);
        assertThat(batches).isEmpty();

        submit(3);

        assertThat(batches).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void aPatientEntryIsCommittedWhenItsPatienceEnds() {
        CompletableFuture<String> result = submitPatiently(1);

        runReminder(0);
        commit(0, "done");

        assertThat(batches).containsExactly(List.of(1));
        assertThat(result).isCompletedWithValue("done");
    }

    @Test
    void aPatientEntryThatComesDuringACommitStartsNoneWhenThatEnds() {
        submit(1);
        submitPatiently(2);
        commit(0, "a");
        assertThat(batches).containsExactly(List.of(1));

        runReminder(0);

        assertThat(batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void patienceThatEndsDuringACommitEndsWithThatCommit() {
        submit(1);
        submitPatiently(2);
        runReminder(0);
        assertThat(batches).containsExactly(List.of(1));

        commit(0, "a");

        assertThat(batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void oneReminderIsEnoughForAllThatWaitAndTheNextEntryGetsItsOwn() {
        IntStream.rangeClosed(1, 5).forEach(this::submitPatiently);
        assertThat(reminders).hasSize(1);

        runReminder(0);
        submitPatiently(6);
        commit(0, "a", "b", "c");
        commit(1, "d", "e", "f");

        assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(4, 5, 6));
        assertThat(reminders).hasSize(2);
    }

    @Test
    void aReminderWithNothingLeftToRemindOfDoesNothing() {
        submitPatiently(1);
        submit(2);
        commit(0, "a", "b");

        runReminder(0);

        assertThat(batches).containsExactly(List.of(1, 2));
    }

    @Test
    void i1AResultArrivesWithTheCommitAndNotBefore() {
        CompletableFuture<String> result = submit(1);
        assertThat(result).isNotDone();

        commit(0, "done");

        assertThat(result).isCompletedWithValue("done");
    }

    @Test
    void i8TooManyWaitingEntriesAreRefusedAtOnce() {
        IntStream.rangeClosed(1, 6).forEach(this::submit);

        assertThatThrownBy(() -> submit(7).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(OverloadedException.class);
    }

    @Test
    void aFailureOfTheDatabaseFailsTheBatchAndTheNextOneIsTried() {
        CompletableFuture<String> first = submit(1);
        CompletableFuture<String> second = submit(2);

        commits.get(0).completeExceptionally(new IllegalStateException("connection lost"));
        commit(1, "second");

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23514", "54000", "P0001", "XX001", "XX002"})
    void anEntryWhoseDataTheDatabaseRefusesFailsAlone(String sqlState) {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        GroupCommit<Integer, String> picky = new GroupCommit<>(
                "picky",
                10,
                10,
                batch -> Uni.createFrom().completionStage(gate).map(open -> accept(batch, sqlState)),
                Runnable::run);

        List<CompletableFuture<String>> results = IntStream.of(10, 11, 12, 13, 14)
                .mapToObj(entry -> future(picky.submit(entry)))
                .collect(Collectors.toCollection(ArrayList::new));
        gate.complete(null);

        assertThat(results.remove(3)).isCompletedExceptionally();
        assertThat(results).extracting(CompletableFuture::join).containsExactly("10", "11", "12", "14");
    }

    private static List<String> accept(List<Integer> batch, String sqlState) {
        if (batch.contains(13)) {
            throw new PgException("bad data", "ERROR", sqlState, null);
        }
        return batch.stream().map(String::valueOf).toList();
    }

    @Test
    void manyThreadsLoseNothingAndCommitNothingTwice() throws Exception {
        ConcurrentLinkedQueue<Integer> committed = new ConcurrentLinkedQueue<>();
        ExecutorService database = Executors.newSingleThreadExecutor();
        GroupCommit<Integer, Integer> busy = new GroupCommit<>(
                "busy",
                50,
                100_000,
                batch -> Uni.createFrom().item(batch).emitOn(database).invoke(committed::addAll),
                Runnable::run);
        ExecutorService callers = Executors.newFixedThreadPool(4);

        List<CompletableFuture<Integer>> results = IntStream.range(0, 20_000)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> busy.submit(i), callers)
                        .thenCompose(uni -> uni.subscribeAsCompletionStage()))
                .toList();
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        callers.shutdown();
        database.shutdown();

        assertThat(committed).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 20_000))
                .allMatch(i -> results.get(i).join().equals(i));
    }

    private CompletableFuture<String> submit(int entry) {
        return future(committer.submit(entry));
    }

    private CompletableFuture<String> submitPatiently(int entry) {
        return future(committer.submitPatiently(entry));
    }

    private void runReminder(int number) {
        reminders.get(number).run();
    }

    private void commit(int number, String... results) {
        commits.get(number).complete(List.of(results));
    }

    private static <T> CompletableFuture<T> future(Uni<T> uni) {
        return uni.subscribeAsCompletionStage();
    }
}
