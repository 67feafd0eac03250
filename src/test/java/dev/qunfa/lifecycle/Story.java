package dev.qunfa.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The life of one message under a sequence of triggers.
 *
 * @param birth how it began
 * @param scenes what each trigger did to it, in order
 */
record Story(Decision.Moved birth, List<Scene> scenes) {
    /** A trigger, the message it met, and what it did. */
    record Scene(Message before, Trigger trigger, Decision decision) {
        Message after() {
            return decision instanceof Decision.Moved moved ? moved.next() : before;
        }

        List<Emission> events() {
            return decision instanceof Decision.Moved moved ? moved.events() : List.of();
        }

        boolean isMoved() {
            return decision instanceof Decision.Moved;
        }

        @Override
        public String toString() {
            return before.state() + " " + trigger + " -> "
                    + (decision instanceof Decision.Moved moved
                            ? moved.next().state() + " " + moved.events()
                            : decision);
        }

        boolean becomes(MessageStatus status) {
            return before.status() != status && after().status() == status;
        }
    }

    static Story of(Schedule schedule, int items, boolean tellQueued, List<Step> steps) {
        Decision.Moved birth =
                Message.received(SampleMessages.request(schedule, items), SampleMessages.RECEIVED, tellQueued);
        List<Scene> scenes = new ArrayList<>();
        Message now = birth.next();
        for (Step step : steps) {
            Trigger trigger = step.on(now);
            Scene scene = new Scene(now, trigger, now.on(trigger));
            scenes.add(scene);
            now = scene.after();
        }
        return new Story(birth, scenes);
    }

    /** The message after each of its triggers, its birth included. */
    Stream<Message> moments() {
        return Stream.concat(Stream.of(birth.next()), scenes.stream().map(Scene::after));
    }

    @Override
    public String toString() {
        return birth.next() + scenes.stream().map(scene -> "\n" + scene).collect(Collectors.joining());
    }

    /** The earliest instant at which time alone moves the message: its wake-up, or what is due. */
    static Optional<Instant> nextMove(Message message, Windows windows) {
        Instant wakeAt = message.state() instanceof Queued queued ? queued.wakeAt() : null;
        return Stream.of(Optional.ofNullable(wakeAt), Optional.ofNullable(message.dueAt(windows)))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }
}
