package dev.qunfa.platform;

import java.time.Instant;

/**
 * What one attempt sends.
 *
 * @param app the name of the app that sends it
 * @param body the request as it goes out: UTF-8 JSON of the platform's own fields; shared, nobody changes it
 * @param deadline at or after it nothing is sent; null: no deadline
 * @param startBy at or after it no request is begun any more, because others may have taken the attempt for lost; null:
 *     as long as the attempt has time
 */
public record Post(String app, byte[] body, Instant deadline, Instant startBy) {
    /** Without the body: content is never shown. */
    @Override
    public String toString() {
        return "Post[app=" + app + ", " + body.length + " bytes, deadline=" + deadline + "]";
    }
}
