package dev.qunfa.intake;

import dev.qunfa.store.CallerContext;
import dev.qunfa.store.GroupCommit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Lets polls of a few records that arrive while others are being handled be handled together, in their order: one after the
 * other, each with a transaction of its own, they would come in faster than they are stored. A poll is acknowledged when it has
 * been handled. Thread-safe.
 */
final class Polls {
    /** Polls are taken in as long as no more than this is in hand. */
    static final long LITTLE_BYTES = 65_536;

    /** A guess of what a record weighs besides its value. */
    private static final int RECORD_BYTES = 100;
    /** More than the bytes allow. */
    private static final int MANY = 10_000;

    private final Function<List<ConsumerRecord<byte[], byte[]>>, Uni<Void>> work;
    private final GroupCommit<Message<ConsumerRecords<byte[], byte[]>>, Void> handled;
    private final AtomicLong bytesInHand = new AtomicLong();

    /** @param work handles the records of one or several polls */
    Polls(Function<List<ConsumerRecord<byte[], byte[]>>, Uni<Void>> work) {
        this.work = work;
        this.handled = new GroupCommit<>("polls", MANY, MANY, this::handle, Runnable::run);
    }

    /** Completes when another poll may come: at once while little is in hand, otherwise when this one has been handled. */
    Uni<Void> add(Message<ConsumerRecords<byte[], byte[]>> poll) {
        boolean isLittle = bytesInHand.addAndGet(bytes(poll.getPayload())) <= LITTLE_BYTES;
        Uni<Void> done = handled.submit(poll);
        return isLittle ? Uni.createFrom().voidItem() : CallerContext.of(done);
    }

    private Uni<List<Void>> handle(List<Message<ConsumerRecords<byte[], byte[]>>> polls) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        polls.forEach(poll -> poll.getPayload().forEach(records::add));
        return work.apply(records)
                .onItemOrFailure()
                .transformToUni((done, failure) -> answer(polls, failure))
                .invoke(() -> bytesInHand.addAndGet(-bytes(records)))
                .map(done -> Collections.nCopies(polls.size(), null));
    }

    private static Uni<Void> answer(List<? extends Message<?>> polls, Throwable failure) {
        return Multi.createFrom()
                .iterable(polls)
                .onItem()
                .transformToUniAndConcatenate(poll ->
                        Uni.createFrom().completionStage(() -> failure == null ? poll.ack() : poll.nack(failure)))
                .collect()
                .last();
    }

    /** About what the records weigh. */
    static long bytes(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += RECORD_BYTES + Math.max(0, record.serializedValueSize());
        }
        return bytes;
    }
}
