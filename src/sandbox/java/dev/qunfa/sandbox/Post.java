package dev.qunfa.sandbox;

/**
 * One POST to SendMsgToGroup as the simulated platform saw it. Times are Unix milliseconds of the platform's clock.
 *
 * @param seq 1 for the first POST since the start or the last reset, in the order in which heads arrived
 * @param msgId null when the request was dropped unread or had none
 * @param app name of the app whose token came with it, null when the token was not good
 * @param headAt when the request's head was there
 * @param arrivedAt when its body was there; 0 when it never was
 * @param answeredAt when it was answered or its connection dropped by either side; 0 when neither has happened
 * @param abandoned whether it ended because the client, or what is between, dropped the connection
 * @param deadLine as given, null when absent
 * @param items length of msg_list
 * @param repeat how many POSTs of the same msg_id came before this one
 * @param verdict {@code taken}, {@code late} (taken at or after its dead_line: no callbacks), {@code errcode 40035},
 *     {@code status 503}, {@code hang}, {@code closed_before_reading}, {@code closed_after_reading}, {@code garbage}
 * @param msgSn the serial number in the answer, null when there was none
 * @param body the body as received; null unless asked for, and when it was dropped for space
 */
public record Post(
        long seq,
        String msgId,
        String app,
        String robotId,
        String groupId,
        long headAt,
        long arrivedAt,
        long answeredAt,
        boolean abandoned,
        String deadLine,
        int items,
        int repeat,
        String verdict,
        String msgSn,
        String body) {}
