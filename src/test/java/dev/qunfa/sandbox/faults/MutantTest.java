package dev.qunfa.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors that the fault suite must find can be put into today's source. */
class MutantTest {
    private static final Path HOME = Path.of("").toAbsolutePath();

    @ParameterizedTest
    @MethodSource("mutants")
    void eachTextToReplaceStandsInItsFileOnce(Mutant mutant) throws IOException {
        assertThat(mutant.edits()).isNotEmpty();
        for (Mutant.Edit edit : mutant.edits()) {
            assertThat(edit.occurrences(HOME)).as(edit.find()).isEqualTo(1);
            assertThat(edit.put()).isNotEqualTo(edit.find());
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void eachSaysWhatItBreaksAndUnderWhichFaults(Mutant mutant) {
        Options options = new Options(1, 1, 2, false, TimeOuts.SHORT, mutant.faults(), List.of(), HOME, HOME);

        assertThat(mutant.breaks()).isNotBlank();
        assertThat(FaultPlan.draw(new SplittableRandom(1), options, "m-")).isNotEmpty();
    }

    @Test
    void thereAreMutantsOfEveryKindOfPromise() {
        assertThat(Mutant.all(HOME)).hasSizeGreaterThanOrEqualTo(8);
    }

    private static Stream<Mutant> mutants() {
        return Mutant.all(HOME).stream();
    }
}
