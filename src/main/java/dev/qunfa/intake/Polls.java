package dev.qunfa.intake;

import dev.qunfa.store.CallerContext;
import dev.qunfa.store.GroupCommit;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Lets polls of a few records that arrive while others are being handled be handled together, in their order: one after the
 * other, each with a transaction of its own, they would come in faster than they are stored. A poll is acknowledged when it has
 * been handled. Thread-safe.
 */
final class Polls {
    /** A guess of what a record weighs besides what is in it. */
    private static final int RECORD_BYTES = 100;
    /** The bytes are the bound. */
    private static final int MANY = Integer.MAX_VALUE;

    private final long maxBytesInHand;
    private final Function<List<ConsumerRecord<byte[], byte[]>>, Uni<Void>> work;
    private final GroupCommit<Message<ConsumerRecords<byte[], byte[]>>, Void> handled;
    private final AtomicLong bytesInHand = new AtomicLong();
    private volatile Context context;

    /**
     * @param maxBytesInHand polls are taken in as long as what is in hand weighs no more
     * @param work handles the records of one or several polls
     */
    Polls(long maxBytesInHand, Function<List<ConsumerRecord<byte[], byte[]>>, Uni<Void>> work) {
        this.maxBytesInHand = maxBytesInHand;
        this.work = work;
        this.handled = new GroupCommit<>("polls", MANY, MANY, this::handle, Runnable::run);
    }

    /**
     * Completes when another poll may come: at once while little is in hand, otherwise when this one has been handled. Without an
     * end if it, or one before it, failed: then it is rejected.
     */
    Uni<Void> add(Message<ConsumerRecords<byte[], byte[]>> poll) {
        context = Vertx.currentContext();
        boolean isLittle = bytesInHand.addAndGet(bytes(poll.getPayload())) <= maxBytesInHand;
        Uni<Void> done = handled.submit(poll);
        return isLittle ? Uni.createFrom().voidItem() : CallerContext.of(done);
    }

    /** About what the polls weigh that have not been handled. */
    long bytesInHand() {
        return bytesInHand.get();
    }

    private Uni<List<Void>> handle(List<Message<ConsumerRecords<byte[], byte[]>>> polls) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        polls.forEach(poll -> poll.getPayload().forEach(records::add));
        return onTheChannelsContext()
                .chain(() -> work.apply(records))
                .chain(() -> acknowledge(polls))
                .onFailure()
                .recoverWithUni(failure -> reject(polls.get(0), failure))
                .invoke(() -> bytesInHand.addAndGet(-bytes(records)))
                .map(done -> Collections.nCopies(polls.size(), null));
    }

    /** The polls before ended on the database's or the lanes' thread, which has better things to do than to read JSON. */
    private Uni<Void> onTheChannelsContext() {
        Context channel = context;
        Uni<Void> start = Uni.createFrom().voidItem();
        return channel == null ? start : start.emitOn(MutinyHelper.executor(channel));
    }

    /** One after the other: what follows a poll that cannot be acknowledged must not be acknowledged either. */
    private static Uni<Void> acknowledge(List<? extends Message<?>> polls) {
        CompletionStage<Void> acknowledged = CompletableFuture.completedFuture(null);
        for (Message<?> poll : polls) {
            acknowledged = acknowledged.thenCompose(previous -> poll.ack());
        }
        return Uni.createFrom().completionStage(acknowledged);
    }

    /**
     * Ends the channel, for which one rejection is enough. Whoever acknowledged what follows would acknowledge these, too, so nothing
     * that follows is handled any more.
     */
    private static Uni<Void> reject(Message<?> first, Throwable failure) {
        return Uni.createFrom()
                .completionStage(() -> first.nack(failure))
                .onItemOrFailure()
                .transformToUni((done, more) -> Uni.createFrom().nothing());
    }

    /** About what the records weigh. */
    static long bytes(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += RECORD_BYTES
                    + Math.max(0, record.serializedKeySize())
                    + Math.max(0, record.serializedValueSize())
                    + bytes(record.headers());
        }
        return bytes;
    }

    private static long bytes(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }
}
