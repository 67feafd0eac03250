package dev.qunfa.dispatch;

import dev.qunfa.store.QueuedMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * The FIFO of one (robot, group): its head may start, the others wait until it is done (I5). For one thread.
 */
final class Lane {
    /** Where a lane stands; what is not idle is in exactly one place. */
    sealed interface Stage {}

    /** Nobody waits. */
    record Idle() implements Stage {}

    /** In its robot's queue. */
    record Ready() implements Stage {}

    /** At the gate of its head's app. */
    record Parked() implements Stage {}

    /** A message of it is on the wire, or about to be. */
    record Busy(String msgId) implements Stage {}

    /** Its head waits for its next attempt. */
    record Resting(Instant until) implements Stage {}

    private final Robot robot;
    private final String groupId;
    private final Deque<QueuedMessage> waiting = new ArrayDeque<>(4);
    private Stage stage = new Idle();
    private Instant lastTryAt;

    Lane(Robot robot, String groupId) {
        this.robot = robot;
        this.groupId = groupId;
    }

    Robot robot() {
        return robot;
    }

    String groupId() {
        return groupId;
    }

    Stage stage() {
        return stage;
    }

    void to(Stage next) {
        stage = next;
    }

    boolean isIdle() {
        return stage instanceof Idle;
    }

    boolean isBusyWith(String msgId) {
        return stage instanceof Busy busy && busy.msgId().equals(msgId);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    QueuedMessage head() {
        return waiting.element();
    }

    boolean isHead(String msgId) {
        return !waiting.isEmpty() && waiting.element().msgId().equals(msgId);
    }

    void append(QueuedMessage message) {
        waiting.add(message);
    }

    /** The message takes its place at the head again. */
    void putBack(QueuedMessage message) {
        waiting.addFirst(message);
    }

    /** Its head is the same message, of which more is known. */
    void replaceHead(QueuedMessage message) {
        waiting.remove();
        waiting.addFirst(message);
    }

    /** Whether nobody has asked yet to look at it then, because its head is given up then. */
    boolean isNews(Instant giveUpAt) {
        boolean news = !giveUpAt.equals(lastTryAt);
        lastTryAt = giveUpAt;
        return news;
    }

    QueuedMessage removeHead() {
        return waiting.remove();
    }

    void removeIf(Predicate<QueuedMessage> test) {
        waiting.removeIf(test);
    }
}
