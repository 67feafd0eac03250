package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Takes over what has been committed. */
public interface Dispatching {
    /**
     * May be called from any thread; a message that is there already is taken once.
     *
     * @return completes when there is room for more, which may be long after the messages have been taken
     */
    Uni<Void> take(List<QueuedMessage> messages);
}
