package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.platform.Outcome;
import dev.qunfa.store.ServerChanges;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I3: what was POSTed before the database lost it is not POSTed again under the same number. */
class PostedAttemptsTest {
    private static final Outcome ACCEPTED = new Outcome.Accepted("sn-1", null, null);
    private static final Outcome REFUSED = new Outcome.Refused(40_001L, "no", null, "The platform refused it.");
    private static final Outcome DOUBT = new Outcome.InDoubt("Nobody knows.");
    private static final Outcome NOT_PROCESSED = new Outcome.NotProcessed("It was away.", null);

    private final List<Runnable> listeners = new ArrayList<>();
    private final PostedAttempts posted = new PostedAttempts(new ServerChanges() {
        @Override
        public void listen(Runnable listener) {
            listeners.add(listener);
        }
    });
    private int posts;

    @Test
    void an_attempt_is_posted() {
        assertThat(post("m", 1, ACCEPTED)).isEqualTo(ACCEPTED);
        assertThat(posts).isEqualTo(1);
    }

    @Test
    void without_a_failover_the_database_is_believed() {
        post("m", 1, ACCEPTED);
        post("m", 1, ACCEPTED);

        assertThat(posts).isEqualTo(2);
    }

    @Test
    void i3_what_was_posted_before_a_failover_keeps_the_outcome_that_it_had() {
        post("taken", 1, ACCEPTED);
        post("refused", 1, REFUSED);
        failover();

        assertThat(post("taken", 1, ACCEPTED)).isEqualTo(ACCEPTED);
        assertThat(post("refused", 1, ACCEPTED)).isEqualTo(REFUSED);
        assertThat(posts).isEqualTo(2);
    }

    @Test
    void i3_what_had_no_clear_outcome_before_a_failover_is_in_doubt() {
        post("doubtful", 1, DOUBT);
        posted.once("unanswered", 1, () -> Uni.createFrom().nothing())
                .subscribe()
                .with(never -> {});
        failover();

        assertThat(post("doubtful", 1, ACCEPTED))
                .isInstanceOfSatisfying(Outcome.InDoubt.class, doubt -> assertThat(doubt.sentence())
                        .contains("posted this attempt before"));
        assertThat(post("unanswered", 1, ACCEPTED)).isInstanceOf(Outcome.InDoubt.class);
        assertThat(posts).isEqualTo(1);
    }

    @Test
    void i3_earlier_attempts_count_too() {
        post("m", 1, NOT_PROCESSED);
        post("m", 2, DOUBT);
        failover();

        assertThat(post("m", 1, ACCEPTED)).isInstanceOf(Outcome.InDoubt.class);
    }

    @Test
    void what_was_proved_not_to_be_processed_is_posted() {
        post("m", 1, NOT_PROCESSED);
        failover();

        assertThat(post("m", 1, ACCEPTED)).isEqualTo(ACCEPTED);
        assertThat(posts).isEqualTo(2);
    }

    @Test
    void a_later_attempt_that_somebody_wants_is_posted() {
        post("kept", 1, DOUBT);
        post("lost", 1, DOUBT);
        post("lost", 2, DOUBT);
        failover();

        assertThat(post("kept", 2, ACCEPTED)).isEqualTo(ACCEPTED);
        assertThat(post("lost", 1, ACCEPTED)).isInstanceOf(Outcome.InDoubt.class);
        assertThat(post("lost", 2, ACCEPTED)).isEqualTo(ACCEPTED);
    }

    @Test
    void i8_only_the_latest_are_remembered() {
        for (int i = 0; i <= PostedAttempts.MOST; i++) {
            post("m-" + i, 1, ACCEPTED);
        }
        failover();
        int before = posts;

        post("m-0", 1, ACCEPTED);
        post("m-1", 1, ACCEPTED);

        assertThat(posts - before).isEqualTo(1);
    }

    private void failover() {
        listeners.forEach(Runnable::run);
    }

    private Outcome post(String msgId, int attempt, Outcome outcome) {
        return posted.once(msgId, attempt, () -> {
                    posts++;
                    return Uni.createFrom().item(outcome);
                })
                .await()
                .indefinitely();
    }
}
