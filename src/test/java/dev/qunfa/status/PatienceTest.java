package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonParseException;
import dev.qunfa.LogLines;
import dev.qunfa.store.GroupCommit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PatienceTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    static Stream<Arguments> outages() {
        return Stream.of(
                arguments("refused", Uni.createFrom().failure(new ConnectException("refused"))),
                arguments("lost", Uni.createFrom().failure(new VertxException("closed", true))),
                arguments("inside", Uni.createFrom().failure(new IllegalStateException(new IOException("reset")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void an_answer_that_the_database_does_not_give_is_a_503(String name, Uni<?> answer) {
        assertUnavailable(LONG, answer);
    }

    /** The database has nothing to do with it. */
    @Test
    void a_queue_that_is_full_is_a_503_and_is_told_apart_from_an_outage() {
        var full = new GroupCommit<Integer, Integer>(
                "lists", 1, 0, batch -> Uni.createFrom().nothing(), Runnable::run);
        try (LogLines log = new LogLines(Level.WARNING, Patience.class.getName())) {
            assertUnavailable(LONG, full.submit(1));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("is asked more than")
                    .doesNotContain("cannot reach");
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_a_503() {
        assertUnavailable(SHORT, Uni.createFrom().nothing());
    }

    @Test
    void what_else_fails_stays_what_it_is() {
        Exception defect = new IllegalStateException(new JsonParseException(null, "a row that cannot be read"));

        assertThatThrownBy(() -> patience(LONG)
                        .with(Uni.createFrom().failure(defect))
                        .await()
                        .indefinitely())
                .isSameAs(defect);
        assertThatThrownBy(() -> patience(LONG)
                        .with(Uni.createFrom().failure(ProblemException.unknownMessage()))
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(ProblemException.class, failure -> assertThat(
                                failure.problem().status().getStatusCode())
                        .isEqualTo(404));
    }

    private static void assertUnavailable(Duration timeout, Uni<?> answer) {
        assertThatThrownBy(() -> patience(timeout).with(answer).await().indefinitely())
                .isInstanceOfSatisfying(ProblemException.class, failure -> assertThat(
                                failure.problem().status().getStatusCode())
                        .isEqualTo(503));
    }

    private static Patience patience(Duration timeout) {
        return new Patience(new ApiConfig() {
            @Override
            public boolean exposeContent() {
                return false;
            }

            @Override
            public Duration timeout() {
                return timeout;
            }

            @Override
            public Streams streams() {
                throw new UnsupportedOperationException();
            }
        });
    }
}
