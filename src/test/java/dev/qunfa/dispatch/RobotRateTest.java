package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.Waits.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates of robots: how they are written, and that they are kept, seen from the platform. */
class RobotRateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aRateIsACountAndADuration() {
        assertThat(Rate.parse("20/1s").interval()).isEqualTo(Duration.ofMillis(50));
        assertThat(Rate.parse("300/1m").interval()).isEqualTo(Duration.ofMillis(200));
        assertThatThrownBy(() -> Rate.parse("0/1s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rate.parse("20")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRobotsOwnRateGoesBeforeThatOfAll() {
        RobotRates rates = RobotRates.parse("r=1=5/1s, slow=1/1m").forAllOthers(Optional.of(Rate.parse("20/1s")));

        assertThat(rates.of("r=1")).contains(Rate.parse("5/1s"));
        assertThat(rates.of("slow")).contains(Rate.parse("1/1m"));
        assertThat(rates.of("other")).contains(Rate.parse("20/1s"));
        assertThat(RobotRates.NONE.of("other")).isEmpty();
        assertThatThrownBy(() -> RobotRates.parse("5/1s")).isInstanceOf(IllegalArgumentException.class);
    }

    /** However long commits take, and however they vary: no window of a second sees more than the rate allows. */
    @Property(tries = 50)
    void noWindowSeesMoreThanTheRateAllows(
            @ForAll @IntRange(min = 1, max = 200) int perSecond,
            @ForAll("delays") List<@IntRange(min = 0, max = 400) Integer> commitMillis) {
        List<Instant> posts = posts(Waits.at(perSecond + "/1s"), 400, commitMillis);

        for (int first = 0; first + perSecond < posts.size(); first++) {
            assertThat(Duration.between(posts.get(first), posts.get(first + perSecond)))
                    .isGreaterThanOrEqualTo(SECOND);
        }
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<List<Integer>> delays() {
        return net.jqwik.api.Arbitraries.integers()
                .between(0, 400)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Test
    void moreThanNineTenthsOfTheRateAreUsed() {
        List<Instant> posts = posts(Waits.at("10/1s"), 200, List.of(3, 8, 5, 20));

        Duration taken = Duration.between(posts.get(0), posts.get(posts.size() - 1));
        assertThat((posts.size() - 1) / (taken.toMillis() / 1_000.0)).isBetween(9.0, 10.0);
    }

    @Test
    void aSlowRobotHoldsNoOtherBack() {
        Waits waits = new Waits(RobotRates.parse("slow=1/1m"), 64, 1_000);
        waits.add(message("s1", "slow", "g1"), message("s2", "slow", "g2"));
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g2"));

        assertThat(waits.startAll()).containsExactly("s1", "m1", "m2");
        waits.finish("s1");
        assertThat(waits.startAll()).isEmpty();
        assertThat(waits.lanes.reasonOf("s2", waits.now).map(Waiting::reason)).contains(WaitingReason.ROBOT_RATE);
    }

    /** Slots are a hundredth longer than the rate's interval, and a message begins 50 ms before its own. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "m0, -, -",
                "m1, ROBOT_RATE, 10050",
                "m2, ROBOT_RATE, 20150",
                "m3, ROBOT_RATE, 30250",
                "m1001, ROBOT_RATE, 10110050",
                "m1002, ROBOT_RATE, -",
            })
    void whatWaitsForItsRobotsRateIsToldItsOwnTurn(String msgId, WaitingReason reason, Long untilMillis) {
        Waits waits = Waits.at("1/10s");
        Instant start = waits.now;
        for (int i = 0; i <= 1_002; i++) {
            waits.add(message("m" + i, "r", "g" + i));
        }
        assertThat(waits.startAll()).containsExactly("m0");

        assertThat(waits.lanes.reasonOf(msgId, waits.now).orElse(null))
                .isEqualTo(
                        reason == null
                                ? null
                                : new Waiting(reason, untilMillis == null ? null : start.plusMillis(untilMillis)));
    }

    @Test
    void aMessageWhoseTurnIsLaterWaitsForTheRateEvenWhileTheNextMayGo() {
        Waits waits = Waits.at("1/10s");
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g2"));

        assertThat(waits.lanes.reasonOf("m1", waits.now)).contains(new Waiting(WaitingReason.IN_FLIGHT_LIMIT, null));
        assertThat(waits.lanes.reasonOf("m2", waits.now))
                .contains(new Waiting(WaitingReason.ROBOT_RATE, waits.now.plusMillis(10_100)));
    }

    @Test
    void whatWaitsBehindAnotherOfItsGroupIsToldNoTime() {
        Waits waits = Waits.at("1/10s");
        waits.add(message("m1", "r", "g1"), message("m2", "r", "g2"), message("m3", "r", "g2"));
        waits.startAll();

        assertThat(waits.lanes.reasonOf("m3", waits.now)).contains(new Waiting(WaitingReason.GROUP_ORDER, null));
    }

    @Test
    void whoTakesARobotOverWaitsForOneIntervalFirst() {
        Waits waits = Waits.at("1/10s");
        waits.servedSince.put(7, waits.now);
        waits.add(message("m1", "r", "g", 7));

        assertThat(waits.startAll()).isEmpty();
        waits.pass(Duration.ofSeconds(10));
        assertThat(waits.startAll()).containsExactly("m1");
    }

    /** Posts that many messages of one robot, whose commits take the given times in turn; when each is posted. */
    private static List<Instant> posts(Waits waits, int messages, List<Integer> commitMillis) {
        for (int i = 0; i < messages; i++) {
            waits.add(message("m" + i, "r", "g" + i));
        }
        List<Instant> posts = new ArrayList<>();
        while (posts.size() < messages) {
            List<String> started = waits.startAll();
            if (started.isEmpty()) {
                waits.now = waits.lanes.nextAlarm().orElseThrow();
                continue;
            }
            waits.pass(Duration.ofMillis(commitMillis.get(posts.size() % commitMillis.size())));
            for (String msgId : started) {
                Instant at = waits.lanes.postAt(msgId, waits.now).at();
                posts.add(at);
                waits.lanes.free(msgId, at);
                waits.lanes.end(msgId, at);
            }
        }
        return posts;
    }
}
