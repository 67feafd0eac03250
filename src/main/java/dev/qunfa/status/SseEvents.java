package dev.qunfa.status;

import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.results.EventBody;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;

/** How a stream's signals are written. Values begin with a space, which readers drop and people expect. */
final class SseEvents {
    private SseEvents() {}

    static OutboundSseEvent of(EventTail.Signal signal, Sse sse) {
        if (signal instanceof EventTail.Happened happened) {
            StatusEvent event = happened.event();
            return sse.newEventBuilder()
                    .id(" " + event.what().seq())
                    .name(" " + event.what().type().wireName())
                    .data(" " + new String(EventBody.of(event), StandardCharsets.UTF_8))
                    .build();
        }
        return sse.newEventBuilder().comment(" alive").build();
    }
}
