package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A robot's pace, seen from a platform that POSTs reach late. */
class PaceTest {
    private static final Duration ANSWER = Duration.ofMillis(20);

    private record Answer(Pace.Place post, Instant at) {}

    /** A tenth of the POSTs is late by up to most of the window: the rate, and one more, is never exceeded. */
    @Property(tries = 200)
    void whatReachesThePlatformLateIsNotFollowedTooSoon(
            @ForAll @IntRange(min = 2, max = 50) int perSecond, @ForAll("mostlyOnTime") List<Integer> lateMillis) {
        List<Instant> arrivals = arrivals(perSecond, 300, lateMillis);

        int tooMany = perSecond + 1;
        for (int first = 0; first + tooMany < arrivals.size(); first++) {
            assertThat(Duration.between(arrivals.get(first), arrivals.get(first + tooMany)))
                    .as("%d POSTs from %d on", tooMany + 1, first)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void m10AClockThatIsSetBackByAnHourCostsNoSlot() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Pace pace = new Pace(Rate.parse("1/1s"), now);
        pace.begin(now);
        Pace.Place place = pace.postAt(now);

        now = now.minus(Duration.ofHours(1));
        pace.setBack(Duration.ofHours(1));
        pace.answered(place, now);

        assertThat(pace.admits(now)).isFalse();
        assertThat(pace.admits(now.plusMillis(1_050))).isTrue();
    }

    @Provide
    Arbitrary<List<Integer>> mostlyOnTime() {
        return Arbitraries.frequencyOf(
                        Tuple.of(9, Arbitraries.integers().between(0, 5)),
                        Tuple.of(1, Arbitraries.integers().between(100, 800)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Test
    void theFirstPostMayTakeAsLongAsMakingAConnectionDoes() {
        List<Instant> arrivals = arrivals(10, 30, lateOnly(0, 500));

        assertThat(Duration.between(arrivals.get(0), arrivals.get(11))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPlatformThatIsAlwaysSlowDoesNotSlowTheRobotDown() {
        List<Instant> arrivals = arrivals(10, 400, List.of(700));

        assertThat(Duration.between(arrivals.get(200), arrivals.get(399)))
                .isBetween(Duration.ofMillis(19_900), Duration.ofMillis(22_000));
    }

    private static List<Integer> lateOnly(int number, int millis) {
        List<Integer> late = new ArrayList<>(Collections.nCopies(1_000, 0));
        late.set(number, millis);
        return late;
    }

    /** When each of so many POSTs reaches the platform, if they are late by the given times in turn. */
    private static List<Instant> arrivals(int perSecond, int posts, List<Integer> lateMillis) {
        Pace pace = new Pace(Rate.parse(perSecond + "/1s"), Waits.START);
        PriorityQueue<Answer> answers = new PriorityQueue<>(Comparator.comparing(Answer::at));
        List<Instant> arrivals = new ArrayList<>();
        Instant now = Waits.START;
        while (arrivals.size() < posts) {
            while (!answers.isEmpty() && !answers.element().at().isAfter(now)) {
                Answer answer = answers.remove();
                pace.answered(answer.post(), answer.at());
            }
            if (pace.admits(now)) {
                pace.begin(now);
                Pace.Place post = pace.postAt(now);
                Instant arrival = post.at().plusMillis(lateMillis.get(arrivals.size() % lateMillis.size()));
                arrivals.add(arrival);
                answers.add(new Answer(post, arrival.plus(ANSWER)));
            } else {
                now = now.plusMillis(1);
            }
        }
        arrivals.sort(Comparator.naturalOrder());
        return arrivals;
    }
}
