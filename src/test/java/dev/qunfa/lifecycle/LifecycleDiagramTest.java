package dev.qunfa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The diagram in docs/architecture.md shows the transitions that the code allows, and no others. */
class LifecycleDiagramTest {
    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Pattern ARROW = Pattern.compile("^ +(\\S+) --> ([A-Z_]+|\\[\\*])", Pattern.MULTILINE);
    private static final String OUTSIDE = "[*]";

    /** Longer than the longest way on which something new turns up. */
    private static final int STEPS = 6;

    private final Set<String> arrows = new TreeSet<>();

    @Test
    void theDiagramShowsEveryTransitionAndNoOther() throws IOException {
        Set<Message> seen = new HashSet<>(born());
        Set<Message> latest = Set.copyOf(seen);
        for (int step = 0; step < STEPS; step++) {
            latest = latest.stream()
                    .flatMap(message -> next(message).stream())
                    .filter(seen::add)
                    .collect(Collectors.toSet());
        }
        assertThat(drawn()).isEqualTo(arrows);
    }

    private static Set<String> drawn() throws IOException {
        String diagram = Files.readString(PAGE).split("stateDiagram-v2")[1].split("```")[0];
        return ARROW.matcher(diagram)
                .results()
                .map(arrow -> arrow.group(1) + " --> " + arrow.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Messages of one and of two items, in time and too late, valid and not. */
    private Set<Message> born() {
        Schedule inTime = new Schedule(null, SampleMessages.DEADLINE);
        Schedule tooLate = new Schedule(null, SampleMessages.RECEIVED);
        Set<Message> born = new HashSet<>();
        for (int items = 1; items <= 2; items++) {
            born.add(received(inTime, items));
            born.add(received(tooLate, items));
            born.add(Message.rejected(SampleMessages.request(inTime, items), List.of())
                    .next());
        }
        born.forEach(message -> arrow(OUTSIDE, message));
        return born;
    }

    private static Message received(Schedule schedule, int items) {
        return Message.received(SampleMessages.request(schedule, items), SampleMessages.RECEIVED, false)
                .next();
    }

    private Set<Message> next(Message message) {
        Set<Message> next = new HashSet<>();
        SampleTriggers.byName().values().forEach(made -> {
            if (message.on(made.apply(message)) instanceof Decision.Moved moved) {
                if (moved.next().status() != message.status()) {
                    arrow(message.status().name(), moved.next());
                }
                next.add(withoutHistory(moved.next()));
            }
        });
        return next;
    }

    private void arrow(String from, Message to) {
        arrows.add(from + " --> " + to.status());
        if (to.status().isFinal()) {
            arrows.add(to.status() + " --> " + OUTSIDE);
        }
    }

    /** Messages that differ only in how much happened to them are explored once. */
    private static Message withoutHistory(Message message) {
        int attempts = Math.min(message.attempts(), 1);
        return new Message(
                message.msgId(),
                message.target(),
                message.schedule(),
                message.items(),
                attempts,
                null,
                message.state(),
                0);
    }
}
