package dev.qunfa.sandbox.tour;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What came out of the service's topics so far. Written by the reader's thread, read by any. */
final class TourLog {

    private final List<StatusEvent> events = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final EventTable table;
    private boolean over;

    TourLog(EventTable table) {
        this.table = table;
    }

    synchronized void add(ConsumerRecord<byte[], byte[]> message) {
        if (message.topic().equals(Topics.RESULTS)) {
            StatusEvent event = StatusEvent.of(message);
            if (!over) {
                events.add(event);
            }
            table.row(event);
        } else {
            DeadLetter letter = DeadLetter.of(message);
            if (!over) {
                deadLetters.add(letter);
            }
            table.deadLetter(letter);
        }
        notifyAll();
    }

    /** From now on, what comes is shown and not kept: a sandbox may stay up for long. */
    synchronized void end() {
        over = true;
        events.clear();
        deadLetters.clear();
    }

    synchronized List<StatusEvent> eventsOf(String msgId) {
        return events.stream().filter(each -> each.key().equals(msgId)).toList();
    }

    synchronized List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** Waits until something is added, {@code millis} at most. */
    synchronized void await(long millis) throws InterruptedException {
        wait(millis);
    }
}
