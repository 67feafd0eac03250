package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** M7: nobody's rows. */
class StrayPartitionsTest {
    private final StrayPartitions strays = new StrayPartitions();

    @Test
    void aStrayBelongsToTheOwnerOfThePartitionThatIsLeftForIt() {
        strays.assigned(Set.of(0, 1));

        assertThat(strays.looked(8, Set.of(8, 9, 10, 99, 3)))
                .isEqualTo(new StrayPartitions.Change(Set.of(8, 9), Set.of()));
        assertThat(strays.carrier(99)).isEqualTo(3);
        assertThat(strays.carrier(3)).isEqualTo(3);
    }

    @Test
    void straysComeAndGoWithTheirCarriers() {
        strays.looked(8, Set.of(8, 99));

        assertThat(strays.assigned(Set.of(0, 3))).isEqualTo(Set.of(8, 99));
        assertThat(strays.revoked(Set.of(3))).isEqualTo(Set.of(99));
        assertThat(strays.revoked(Set.of(0))).isEqualTo(Set.of(8));
        assertThat(strays.assigned(Set.of(1))).isEmpty();
    }

    @Test
    void oneThatTheTopicHasByNowIsItsOwnersOnly() {
        strays.assigned(Set.of(0));
        strays.looked(8, Set.of(8));

        assertThat(strays.looked(9, Set.of())).isEqualTo(new StrayPartitions.Change(Set.of(), Set.of(8)));
    }

    @Test
    void oneThatWasGivenToThisReplicaMeanwhileIsNotLetGo() {
        strays.assigned(Set.of(0));
        strays.looked(8, Set.of(8));
        strays.assigned(Set.of(8));

        assertThat(strays.looked(9, Set.of())).isEqualTo(new StrayPartitions.Change(Set.of(), Set.of()));
    }

    @Test
    void lookingAgainChangesNothing() {
        strays.assigned(Set.of(0));
        strays.looked(8, Set.of(8));

        assertThat(strays.looked(8, Set.of(8)).isNone()).isTrue();
    }
}
