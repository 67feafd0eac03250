package dev.qunfa.results;

import dev.qunfa.store.OutboxRow;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A row whose events are on their way; told of each by the producer's thread, asked by the relay's. */
final class RowUnderway implements Callback {
    private final OutboxRow row;
    private final Runnable listener;
    private final AtomicInteger open;
    private volatile Exception refusal;

    /** @param listener told once the broker has answered for all of the row */
    RowUnderway(OutboxRow row, Runnable listener) {
        this.row = row;
        this.listener = listener;
        this.open = new AtomicInteger(row.events().size());
    }

    OutboxRow row() {
        return row;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            refusal = failure;
        }
        if (open.decrementAndGet() == 0) {
            listener.run();
        }
    }

    /** Whether the broker has taken all of it. */
    boolean isAcknowledged() throws PublishingException {
        throwIfRefused();
        return open.get() == 0;
    }

    void throwIfRefused() throws PublishingException {
        if (refusal != null) {
            throw new PublishingException(refusal);
        }
    }
}
