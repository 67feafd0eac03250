package dev.qunfa.platform;

import java.time.Instant;

/**
 * What one attempt sends.
 *
 * @param app the name of the app that sends it
 * @param body the request as it goes out: UTF-8 JSON of the platform's own fields; shared, nobody changes it
 * @param deadline at or after it nothing is sent; null: no deadline
 */
public record Post(String app, byte[] body, Instant deadline) {
    /** Without the body: content is never shown. */
    @Override
    public String toString() {
        return "Post[app=" + app + ", " + body.length + " bytes, deadline=" + deadline + "]";
    }
}
