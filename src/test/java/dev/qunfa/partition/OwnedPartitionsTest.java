package dev.qunfa.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** I11: who registers late is told the present; what is assigned and not served is told. */
class OwnedPartitionsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final OwnedPartitions owned = new OwnedPartitions(Clock.systemUTC(), nanos::get);
    private final PartitionsCheck check = new PartitionsCheck(owned);
    private final List<String> heard = new ArrayList<>();

    private final class Recorder implements OwnedPartitions.Listener {
        @Override
        public void assigned(Set<Integer> partitions) {
            heard.add("assigned " + partitions);
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            heard.add("revoked " + partitions);
        }

        @Override
        public void contested(int partition) {
            heard.add("contested " + partition);
        }
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private long serve(int partition) {
        owned.assigned(Set.of(partition));
        long epoch = owned.startClaim(partition).orElseThrow();
        owned.claimCommitted(partition, epoch);
        owned.backlogRead(partition, epoch);
        return epoch;
    }

    @Test
    void whoListensLateHearsOfWhatWasAssignedBefore() {
        owned.assigned(Set.of(3));
        owned.listen(new Recorder());

        assertThat(heard).containsExactly("assigned [3]");
    }

    @Test
    void aClaimIsStartedOnce() {
        owned.assigned(Set.of(3));

        assertThat(owned.startClaim(3)).isPresent();
        assertThat(owned.startClaim(3)).isEmpty();
    }

    @Test
    void aClaimThatIsOvertakenByARevocationServesNothing() {
        owned.assigned(Set.of(3));
        long epoch = owned.startClaim(3).orElseThrow();
        owned.revoked(Set.of(3));
        owned.assigned(Set.of(3));
        owned.claimCommitted(3, epoch);

        assertThat(owned.state(3).label()).isEqualTo("assigned");
        assertThat(owned.isAt(3, epoch)).isFalse();
        assertThat(owned.backlogRead(3, epoch)).isFalse();
    }

    @Test
    void aContestedPartitionIsToldOnceAndClaimedAnewOnceConfirmed() {
        serve(3);
        owned.listen(new Recorder());
        heard.clear();
        owned.contested(3);
        owned.contested(3);
        owned.confirmed(3, owned.state(3).epoch());

        assertThat(heard).containsExactly("contested 3", "assigned [3]");
        assertThat(owned.claimed()).isEmpty();
        assertThat(owned.owned()).containsExactly(3);
    }

    @Test
    void aReleasedPartitionIsForgottenWhenNothingOfItIsInFlight() {
        serve(3);
        owned.revoked(Set.of(3));
        assertThat(owned.contains(3)).isFalse();
        assertThat(owned.statuses()).hasSize(1);

        owned.drained(3, owned.state(3).epoch());

        assertThat(owned.statuses()).isEmpty();
    }

    @Test
    void aliveMeansThatNoPartitionIsUnservedForAMinute() {
        serve(1);
        owned.assigned(Set.of(2));
        pass(60);
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        owned.startClaim(2);
        pass(1);

        HealthCheckResponse response = check.call();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.getData().orElseThrow())
                .containsEntry("serving", "1")
                .containsEntry("claiming", "2 (not served for 61 s)");
    }

    @Test
    void aPartitionThatIsContestedAfterADayHasAMinuteToo() {
        serve(1);
        pass(86_400);
        owned.contested(1);
        pass(59);
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        pass(2);
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    @Test
    void whatHasAnExcuseOrProgressesIsNotBlamed() {
        owned.assigned(Set.of(2));
        pass(59);
        owned.excuseAll();
        pass(59);
        owned.progressed(2, owned.state(2).epoch());
        pass(59);

        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void everyStateIsOverdueAfterItsLimit() {
        owned.assigned(Set.of(2));
        pass(5);
        assertThat(owned.statuses()).noneMatch(PartitionStatus::isOverdue);
        pass(1);
        assertThat(owned.statuses()).allMatch(PartitionStatus::isOverdue);
    }
}
