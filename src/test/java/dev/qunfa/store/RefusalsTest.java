package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Trigger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    @Test
    void aMessageIsToldOfTheFirstRefusalsOnly() {
        Refusals.Due due = Refusals.due(new HashMap<>(), refusals("a", 0, 5_000));

        assertThat(due.changes()).isEqualTo(refusals("a", 0, Refusals.MOST));
        assertThat(due.left()).isEqualTo(5_000 - Refusals.MOST);
    }

    @Test
    void whatItWasToldOfIsNotToldAgain() {
        Map<String, Set<String>> told = new HashMap<>();
        told.put("a", new HashSet<>(errors(refusals("a", 0, 98))));

        Refusals.Due due = Refusals.due(told, refusals("a", 90, 103));

        assertThat(due.changes()).isEqualTo(refusals("a", 98, 100));
        assertThat(due.left()).isEqualTo(3);
    }

    @Test
    void messagesDoNotShareTheirPlaces() {
        Map<String, Set<String>> told = new HashMap<>();
        told.put("a", new HashSet<>(errors(refusals("a", 0, Refusals.MOST))));

        Refusals.Due due = Refusals.due(
                told,
                List.of(refusals("a", 200, 201).get(0), refusals("b", 0, 1).get(0)));

        assertThat(due.changes()).isEqualTo(refusals("b", 0, 1));
        assertThat(due.left()).isEqualTo(1);
    }

    private static List<String> errors(List<Change> refusals) {
        return refusals.stream()
                .map(each -> MessageCodec.error(((Trigger.DuplicateRefused) each.trigger()).error()))
                .toList();
    }

    private static List<Change> refusals(String msgId, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Change(
                        msgId,
                        new Trigger.DuplicateRefused(MessageError.of(ErrorCode.DUPLICATE_MSG_ID, "offset " + i))))
                .toList();
    }
}
