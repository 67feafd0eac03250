package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real database makes of the statements that every message needs, while its tables are nearly empty: it keeps the plan, so
 * none may read a table from end to end.
 */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class PlansComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern SCAN_OF_A_LARGE_TABLE = Pattern.compile(
            "Scan .*on (message|message_content|message_event|orphan_callback|outbox|outbox_held)( \\w+)?$");
    private static final Pattern CONDITION = Pattern.compile("(Index|Recheck) Cond: .*");

    @Inject
    Pool pool;

    /** As on the first start: the database analyzes what other tests have left in its tables, or not, as time allows. */
    @BeforeEach
    void forgetWhatTheDatabaseKnowsOfItsTables() {
        run("select pg_clear_relation_stats(schemaname, tablename) from pg_tables where schemaname = current_schema");
        run("delete from pg_statistic where starelid in (select oid from pg_class"
                + " where relnamespace = current_schema::regnamespace)");
    }

    @ParameterizedTest
    @MethodSource("hot")
    void findsItsRowsByAnIndex(String statement) {
        List<String> plan = plan(statement);

        assertThat(plan).hasSizeGreaterThan(1);
        assertThat(scansWithoutCondition(plan)).as(String.join("\n", plan)).isEmpty();
    }

    static Stream<String> hot() {
        return Stream.of(
                Writing.WRITE,
                Insertion.INSERT,
                Insertion.EXISTING,
                Transition.LOCK,
                Transition.TELL,
                Optimistic.READ,
                Outbox.NEXT,
                Outbox.EVENTS,
                Outbox.STATE,
                HeldEvents.HOLD,
                HeldEvents.AMONG,
                HeldEvents.DUE,
                HeldEvents.RELEASE,
                HeldEvents.POSTPONE,
                Backlog.OF_PARTITION,
                Backlog.OF_IDS,
                Backlog.BODIES,
                Backlog.RIPE,
                Orphans.FIND,
                MessageQueries.BEHIND,
                MessageQueries.PROGRESS);
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private List<String> plan(String statement) {
        List<String> plan = new ArrayList<>();
        pool.query("explain (generic_plan, costs off) " + statement)
                .execute()
                .await()
                .atMost(PATIENCE)
                .forEach(row -> plan.add(row.getString(0)));
        return plan;
    }

    private static List<String> scansWithoutCondition(List<String> plan) {
        List<String> unconditional = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            boolean isConditional = i + 1 < plan.size()
                    && CONDITION.matcher(plan.get(i + 1).strip()).matches();
            if (SCAN_OF_A_LARGE_TABLE.matcher(plan.get(i)).find() && !isConditional) {
                unconditional.add(plan.get(i).strip());
            }
        }
        return unconditional;
    }
}
