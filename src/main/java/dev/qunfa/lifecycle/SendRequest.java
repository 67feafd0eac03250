package dev.qunfa.lifecycle;

import java.util.List;

/**
 * A send request as it came in, decoded once.
 *
 * @param msgId the caller's id, 1 to 128 characters
 * @param target app, robot and group
 * @param schedule the times between which it may go out
 * @param items one entry an item, in the order of {@code msg_num}
 * @param metadata the caller's metadata as a JSON object text, null if there is none
 * @param payload the request in its wire forms
 */
public record SendRequest(
        String msgId, Target target, Schedule schedule, List<ItemHead> items, String metadata, Payload payload) {
    public SendRequest {
        items = List.copyOf(items);
    }

    /**
     * The bytes of a request. The arrays are shared, nobody changes them.
     *
     * @param body what the platform will be sent: UTF-8 JSON of the platform's own fields; null for an invalid request
     * @param contentHash SHA-256 of the request's canonical JSON, which tells a repeat from a conflict
     */
    public record Payload(byte[] body, byte[] contentHash) {}
}
