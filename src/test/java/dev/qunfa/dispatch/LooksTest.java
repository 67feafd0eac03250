package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LooksTest {
    private final List<CompletableFuture<String>> questions = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final Looks<String> looks = new Looks<>(2, this::ask, heard::add);

    private Uni<String> ask() {
        CompletableFuture<String> question = new CompletableFuture<>();
        questions.add(question);
        return Uni.createFrom().completionStage(question);
    }

    @Test
    void a_look_now_and_then_does_not_come_on_top_of_another() {
        looks.lookUnlessLooking();
        looks.lookUnlessLooking();
        assertThat(questions).hasSize(1);

        questions.get(0).complete("a");
        looks.lookUnlessLooking();

        assertThat(questions).hasSize(2);
        assertThat(heard).containsExactly("a");
    }

    @Test
    void one_that_is_wanted_does_not_wait_for_one_that_hangs() {
        looks.lookUnlessLooking();
        looks.look();

        questions.get(1).complete("new");

        assertThat(heard).containsExactly("new");
    }

    @Test
    void an_old_answer_that_comes_late_is_not_heard() {
        looks.lookUnlessLooking();
        looks.look();

        questions.get(1).complete("new");
        questions.get(0).complete("old");

        assertThat(heard).containsExactly("new");
    }

    @Test
    void what_was_wanted_while_too_many_were_under_way_is_asked_once_afterwards() {
        looks.look();
        looks.look();
        looks.look();
        looks.look();
        assertThat(questions).hasSize(2);

        questions.get(0).completeExceptionally(new IllegalStateException("no database"));
        assertThat(questions).hasSize(3);
        questions.get(1).complete("a");
        questions.get(2).complete("b");

        assertThat(questions).hasSize(3);
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void a_failure_ends_a_look() {
        looks.lookUnlessLooking();
        questions.get(0).completeExceptionally(new IllegalStateException("no database"));
        looks.lookUnlessLooking();

        assertThat(questions).hasSize(2);
        assertThat(heard).isEmpty();
    }

    @Test
    void so_does_a_question_that_cannot_even_be_asked() {
        List<String> asked = new ArrayList<>();
        Looks<String> hopeless = new Looks<>(
                1,
                () -> {
                    asked.add("again");
                    throw new IllegalStateException("closed");
                },
                heard::add);

        hopeless.look();
        hopeless.look();

        assertThat(asked).hasSize(2);
    }
}
