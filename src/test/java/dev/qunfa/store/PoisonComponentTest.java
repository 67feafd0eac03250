package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that the database refuses, and an id that very many requests use, on a real database. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class PoisonComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    RequestStore requests;

    @Inject
    RequestsTopics topics;

    @Inject
    MessageQueries queries;

    @Inject
    Pool pool;

    private int offset;

    @AfterEach
    void letEverythingIn() {
        run("drop trigger if exists poison on message");
        run("delete from message where msg_id like 'layout-%'");
    }

    @Test
    void l4ARequestThatTheDatabaseRefusesCostsItselfOnly() {
        run("create or replace function refuse_poison() returns trigger language plpgsql as $$ begin"
                + " if new.msg_id like 'poison-%' then raise exception 'refused' using errcode = '23514'; end if;"
                + " return new; end $$");
        run("create trigger poison before insert on message for each row execute function refuse_poison()");

        List<Stored> results = store(arrival("poison-a", "x"), arrival("sound-a", "x"), arrival("sound-b", "x"));

        assertThat(results.get(0)).isEqualTo(new Stored.Refused("23514"));
        assertThat(results.subList(1, 3)).allMatch(Stored.New.class::isInstance);
        assertThat(store(arrival("poison-b", "x"))).containsExactly(new Stored.Refused("23514"));
    }

    @Test
    void h1AnIdWithVeryManyRefusalsCostsNoMoreThanAnother() {
        store(arrival("used-for-all", "first"));
        pool.preparedQuery(
                        "insert into message_event(message_id, seq, event, status, msg_num, attempts, error, item_results,"
                                + " occurred_at) select m.id, n, 'refused_duplicate', m.status, 0, 0, '{\"code\":\"DUPLICATE_MSG_ID\",\"message\":\"' || n || '\",\"violations\":[]}', 'P', now()"
                                + " from message m, generate_series(1, 300000) n where m.msg_id = $1")
                .execute(Tuple.of("used-for-all"))
                .await()
                .atMost(PATIENCE);
        run("update message set seq = 300000 where msg_id = 'used-for-all'");

        List<Stored> results = store(IntStream.range(0, 500)
                .mapToObj(i -> arrival("used-for-all", "other " + i))
                .toArray(Arrival[]::new));

        assertThat(results).hasSize(500).containsOnly(new Stored.Conflicting());
        assertThat(number("select seq from message where msg_id = 'used-for-all'"))
                .isEqualTo(300_000);
        assertThat(await(queries.timeline("used-for-all", 299_990, 1_001))
                        .orElseThrow()
                        .events())
                .hasSize(10);
        run("delete from message_event where seq > 200 and event = 'refused_duplicate'");
    }

    @Test
    void h1AMessageIsToldOfTheFirstHundred() {
        store(arrival("told-of-some", "first"));
        for (int batch = 0; batch < 3; batch++) {
            store(IntStream.range(0, 70)
                    .mapToObj(i -> arrival("told-of-some", "other " + offset))
                    .toArray(Arrival[]::new));
        }

        assertThat(number("select count(*) from message_event e join message m on m.id = e.message_id"
                        + " where m.msg_id = 'told-of-some'"))
                .isEqualTo(Refusals.MOST);
    }

    @Test
    void m7ATopicThatWasMadeAnewComesAfterTheOneBeforeAndKeepsItsHomesWhileMessagesWait() {
        store(arrival("layout-waits", "x"));
        RequestsTopics.Known first = await(topics.of("id-1", "t", 8));

        assertThat(await(topics.of("id-1", "t", 12))).isEqualTo(first);
        RequestsTopics.Known second = await(topics.of("id-2", "t", 4));
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(second.homes()).isEqualTo(first.homes());
        assertThat(await(topics.grow("id-2", 64))).isFalse();
    }

    @Test
    void m7PartitionsOfWhichSomethingWaitsAreFoundWhereverTheyAre() {
        store(arrival("layout-stray", "x"));

        assertThat(await(topics.strays(70_000))).contains(70_001).allMatch(each -> each >= 70_000);
    }

    private Arrival arrival(String msgId, String content) {
        SendRequest request = new SendRequest(
                msgId,
                Seed.TARGET,
                Schedule.ANY_TIME,
                List.of(new ItemHead(1, 1)),
                null,
                new SendRequest.Payload(
                        "body".getBytes(StandardCharsets.UTF_8), content.getBytes(StandardCharsets.UTF_8)));
        return new Arrival(request, List.of(), new RecordOrigin(70_001, ++offset), null);
    }

    private List<Stored> store(Arrival... arrivals) {
        return await(requests.store(List.of(arrivals)));
    }

    private long number(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    private void run(String sql) {
        await(pool.query(sql).execute());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
