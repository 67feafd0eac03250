package dev.qunfa.intake;

import dev.qunfa.lifecycle.Violation;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that became no message, and why.
 *
 * @param record as received
 * @param reason which kind of defect
 * @param message one English sentence, without content
 * @param violations the broken rules, empty where there are none
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, Reason reason, String message, List<Violation> violations) {
    /** The closed vocabulary of the header {@code qunfa-reason}. */
    enum Reason {
        UNREADABLE("unreadable"),
        INVALID("invalid"),
        CONFLICTING_DUPLICATE("conflicting-duplicate");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    static DeadLetter unreadable(ConsumerRecord<byte[], byte[]> record, String why) {
        return new DeadLetter(record, Reason.UNREADABLE, "The record is not a send request: " + why + ".", List.of());
    }

    static DeadLetter invalid(ConsumerRecord<byte[], byte[]> record, List<Violation> violations) {
        return new DeadLetter(
                record,
                Reason.INVALID,
                "The request breaks rules; mend it and send it under a new msg_id.",
                violations);
    }

    static DeadLetter conflicting(ConsumerRecord<byte[], byte[]> record, List<Violation> violations) {
        return new DeadLetter(
                record,
                Reason.CONFLICTING_DUPLICATE,
                "Another request has this msg_id; give every message its own.",
                violations);
    }

    /** Its id may have been another's, or its own, and forgotten since: to send it could mean to send it twice. */
    static DeadLetter tooOld(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                record,
                Reason.INVALID,
                "The record is older than messages are kept, so nobody knows whether it was sent before; it is not sent.",
                List.of());
    }

    /** @param sqlState why, as PostgreSQL names it */
    static DeadLetter refused(ConsumerRecord<byte[], byte[]> record, String sqlState) {
        return new DeadLetter(
                record,
                Reason.INVALID,
                "The database does not take this request (SQLSTATE " + sqlState + "); nothing was stored of it.",
                List.of());
    }
}
