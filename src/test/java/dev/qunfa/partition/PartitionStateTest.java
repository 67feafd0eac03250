package dev.qunfa.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** I11: where a partition can stand, and what every event does to every state; the table is in {@code partition-table.txt}. */
class PartitionStateTest {
    private static final long EPOCH = 1;
    private static final long NEXT = 2;
    private static final long LATE = 99;

    private static final List<PartitionState> STATES = List.of(
            new PartitionState.Unassigned(),
            new PartitionState.Assigned(EPOCH),
            new PartitionState.Claiming(EPOCH),
            new PartitionState.Recovering(EPOCH),
            new PartitionState.Serving(EPOCH),
            new PartitionState.Contested(EPOCH),
            new PartitionState.Releasing(EPOCH));

    private static Map<String, UnaryOperator<PartitionState>> events(long ofEpoch) {
        Map<String, UnaryOperator<PartitionState>> events = new LinkedHashMap<>();
        events.put("assigned", state -> state.assigned(NEXT));
        events.put("claim started", PartitionState::claimStarted);
        events.put("claim committed", state -> state.claimCommitted(ofEpoch));
        events.put("backlog read", state -> state.backlogRead(ofEpoch));
        events.put("contested", state -> state.contested(NEXT));
        events.put("confirmed", state -> state.confirmed(ofEpoch, NEXT));
        events.put("revoked", state -> state.revoked(NEXT));
        events.put("drained", state -> state.drained(ofEpoch));
        return events;
    }

    @Test
    void everyEventDoesToEveryStateWhatTheTableSays() throws IOException {
        StringBuilder table = new StringBuilder();
        for (PartitionState state : STATES) {
            events(EPOCH).forEach((name, event) -> {
                PartitionState next = event.apply(state);
                table.append(String.format("%-11s %-16s ", state.label(), name))
                        .append(next.equals(state) ? "-" : next.label() + (next.epoch() == NEXT ? ", new epoch" : ""))
                        .append('\n');
            });
        }
        assertThat(table.toString()).isEqualTo(expected());
    }

    @Test
    void whatIsReportedOfAnEarlierEpochChangesNothing() {
        for (PartitionState state : STATES) {
            assertThat(state.claimCommitted(LATE)).isEqualTo(state);
            assertThat(state.backlogRead(LATE)).isEqualTo(state);
            assertThat(state.confirmed(LATE, NEXT)).isEqualTo(state);
            assertThat(state.drained(LATE)).isEqualTo(state);
        }
    }

    @Test
    void everyStateThatIsMeantToPassHasALimit() {
        assertThat(STATES)
                .filteredOn(state -> state.limit() == null)
                .extracting(PartitionState::label)
                .containsExactly("unassigned", "serving");
    }

    private static String expected() throws IOException {
        try (var bytes = PartitionStateTest.class.getResourceAsStream("partition-table.txt")) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
