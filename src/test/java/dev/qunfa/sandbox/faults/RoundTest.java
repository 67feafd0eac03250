package dev.qunfa.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.faults.check.Fate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a seed decides, and that it reaches everything that the documentation names. */
class RoundTest {
    private static final long BEGIN = 1_700_000_000_000L;

    @Test
    void theSameSeedGivesTheSameRound() {
        assertThat(shape(7, 3)).isEqualTo(shape(7, 3));
        assertThat(shape(7, 3)).isNotEqualTo(shape(7, 4)).isNotEqualTo(shape(8, 3));
    }

    @Test
    void roundsHaveOneToFourFaultsThatStrikeDifferentThings() {
        for (int number = 1; number <= 200; number++) {
            Round round = Round.of(number, options(5));

            assertThat(round.strikes()).hasSizeBetween(1, 4);
            assertThat(round.strikes())
                    .extracting(each -> each.fault().subject())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aFewHundredRoundsMeetEveryFault() {
        Set<String> faults = IntStream.rangeClosed(1, 400)
                .mapToObj(number -> Round.of(number, options(9)).faults())
                .flatMap(List::stream)
                .collect(Collectors.toSet());

        assertThat(faults).hasSize(7 + 3 * Way.Target.values().length + 27);
    }

    @Test
    void aRoundsLoadHasEveryFateAndEveryMessageType() {
        List<Planned> load = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> Round.of(number, options(1)).load(BEGIN))
                .flatMap(List::stream)
                .toList();
        Set<Integer> types = new HashSet<>();
        load.stream().filter(each -> each.fate() == Fate.VALID).forEach(each -> Json.treeOrNull(each.value())
                .path("msg_list")
                .forEach(item -> types.add(item.path("msg_type").asInt())));

        assertThat(types).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 17);
        assertThat(load.stream().map(Planned::fate).collect(Collectors.toSet())).isEqualTo(EnumSet.allOf(Fate.class));
        assertThat(load).anyMatch(each -> each.cancelMillis() > 0);
    }

    @Test
    void noTwoMessagesHaveOneId() {
        List<String> ids = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> Round.of(number, options(1)).load(BEGIN))
                .flatMap(List::stream)
                .filter(Planned::becomesMessage)
                .map(Planned::msgId)
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    private static List<String> shape(long seed, int number) {
        Round round = Round.of(number, options(seed));
        Function<Planned, String> text =
                each -> each.dueMillis() + " " + each.fate() + " " + Arrays.hashCode(each.value());
        List<String> shape = round.load(BEGIN).stream().map(text).collect(Collectors.toList());
        round.strikes().forEach(each -> shape.add(each.fault().name() + " " + each.from() + " " + each.lasts()));
        return shape;
    }

    private static Options options(long seed) {
        return new Options(1, seed, 2, false, TimeOuts.SHORT, List.of(), List.of(), Path.of("x"), Path.of("x"));
    }
}
