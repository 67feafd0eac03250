package dev.qunfa.sandbox;

/**
 * One delivery of one callback, with what the receiver answered. Times are Unix milliseconds.
 *
 * @param msgNum 0 for a hand-made callback
 * @param attempt 1 for the first delivery of this callback
 * @param status HTTP status, 0 when there was no answer
 * @param taken true when the answer's body contained {@code success}
 * @param answer the body's first 200 characters, or what went wrong
 */
public record Delivery(
        long seq,
        String app,
        String msgId,
        int msgNum,
        boolean sendRes,
        int attempt,
        long sentAt,
        long answeredAt,
        int status,
        boolean taken,
        String answer) {}
