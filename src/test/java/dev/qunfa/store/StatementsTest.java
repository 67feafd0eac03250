package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.SqlConnectOptions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements that every message needs: what the database client does not keep prepared costs a round trip and a plan more. */
class StatementsTest {
    @ParameterizedTest
    @MethodSource("hot")
    void isShortEnoughToStayPrepared(String statement) {
        assertThat(statement.length()).isLessThan(SqlConnectOptions.DEFAULT_PREPARED_STATEMENT_CACHE_SQL_LIMIT);
    }

    static Stream<String> hot() {
        return Stream.of(Writing.WRITE, Insertion.INSERT, Transition.TELL, Outbox.NEXT, Outbox.EVENTS);
    }
}
