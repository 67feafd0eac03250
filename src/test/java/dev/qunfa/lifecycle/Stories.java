package dev.qunfa.lifecycle;

import dev.qunfa.lifecycle.Step.Kind;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random stories: 1 to 20 items, any schedule, up to 60 triggers in any order, repeated, stale, early and late. */
final class Stories extends DomainContextBase {
    private static final int MAX_ITEMS = 20;
    private static final int MAX_STEPS = 60;
    /** Some steps come before the message, some after all of its windows. */
    private static final int EARLIEST = -60;

    private static final int LATEST = 3 * 3_600;

    @Provide
    Arbitrary<Story> stories() {
        Arbitrary<Integer> items = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 3), Arbitraries.integers().between(1, MAX_ITEMS));
        return Combinators.combine(schedules(), items, Arbitraries.of(true, false))
                .as((schedule, count, tell) -> Tuple.of(schedule, count, tell))
                .flatMap(begin -> steps(begin.get2())
                        .list()
                        .ofMaxSize(MAX_STEPS)
                        .map(steps -> Story.of(begin.get1(), begin.get2(), begin.get3(), steps)));
    }

    /** A {@code not_before} lies before the deadline; all else intake would have rejected. */
    private static Arbitrary<Schedule> schedules() {
        Arbitrary<Integer> deadline =
                Arbitraries.integers().between(EARLIEST, LATEST).injectNull(0.3);
        Arbitrary<Integer> ahead = Arbitraries.integers().between(1, LATEST).injectNull(0.5);
        return Combinators.combine(deadline, ahead).as((end, before) -> {
            int start = (end == null ? LATEST : end) - (before == null ? 0 : before);
            return new Schedule(before == null ? null : second(start), end == null ? null : second(end));
        });
    }

    private static Arbitrary<Step> steps(int items) {
        return Combinators.combine(kinds(), seconds(), msgNums(items), variants())
                .as(Step::new);
    }

    private static Arbitrary<Kind> kinds() {
        return Arbitraries.frequency(
                Tuple.of(8, Kind.BEGINS),
                Tuple.of(3, Kind.TAKEN),
                Tuple.of(1, Kind.REFUSED),
                Tuple.of(3, Kind.NOT_PROCESSED),
                Tuple.of(1, Kind.NOT_STARTED),
                Tuple.of(4, Kind.IN_DOUBT),
                Tuple.of(8, Kind.ITEM_SENT),
                Tuple.of(6, Kind.ITEM_FAILED),
                Tuple.of(3, Kind.TIME),
                Tuple.of(4, Kind.DUE),
                Tuple.of(2, Kind.CANCEL),
                Tuple.of(3, Kind.RESOLVE),
                Tuple.of(1, Kind.DUPLICATE));
    }

    private static Arbitrary<Integer> seconds() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 600), Arbitraries.integers().between(EARLIEST, LATEST));
    }

    private static Arbitrary<Integer> msgNums(int items) {
        return Arbitraries.integers().between(0, items + 1);
    }

    private static Arbitrary<Integer> variants() {
        return Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(3, 1), Tuple.of(3, 2), Tuple.of(1, 3), Tuple.of(1, 4));
    }

    private static Instant second(int second) {
        return SampleMessages.RECEIVED.plusSeconds(second);
    }
}
