package dev.qunfa.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The events under way, by partition of the results topic (I8, I12). What is under way to a partition that answers nothing does not
 * take the room of the others. Which partitions these are is decided once a round. For the relay's thread, but for {@link
 * #answered} and the questions of gauges.
 */
final class Flows {
    /** A partition without an answer for so long has stalled: a change of its leader is mostly over by then. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Whether others flow is known from answers that are not older. */
    private static final Duration RECENT = Duration.ofSeconds(10);

    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int MOST_BYTES_OF_ONE = 1024 * 1024;
    /** So many times its room may be under way, if most of that is under way to partitions that have stalled. */
    private static final int MOST_STALLED = 4;

    private final int most;
    private final LongSupplier nanoTime;
    private volatile List<PartitionFlow> partitions = List.of();
    private volatile Set<Integer> stalled = Set.of();
    private volatile long acknowledgedAt;
    private volatile boolean hasAcknowledged;
    private final long begun;

    /** @param most events that may be under way to partitions that flow */
    Flows(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.acknowledgedAt = begun - RECENT.toNanos();
    }

    /** A round begins. @param number of partitions that the topic has now; never fewer than before */
    void beginRound(int number) {
        if (number > partitions.size()) {
            List<PartitionFlow> more = new ArrayList<>(partitions);
            while (more.size() < number) {
                more.add(new PartitionFlow());
            }
            partitions = List.copyOf(more);
        }
        decideWhichHaveStalled();
    }

    void decideWhichHaveStalled() {
        long now = nanoTime.getAsLong();
        Set<Integer> silent = new HashSet<>();
        for (int i = 0; i < partitions.size(); i++) {
            if (partitions.get(i).silentNanos(now) > PATIENCE.toNanos()) {
                silent.add(i);
            }
        }
        stalled = Set.copyOf(silent);
    }

    int number() {
        return partitions.size();
    }

    void sent(int partition, int size) {
        partitions.get(partition).sent(size, nanoTime.getAsLong());
    }

    /** On the producer's thread. */
    void answered(int partition, int size, boolean taken) {
        long now = nanoTime.getAsLong();
        if (taken) {
            acknowledgedAt = now;
            hasAcknowledged = true;
        }
        partitions.get(partition).answered(size, now);
    }

    boolean isStalled(int partition) {
        return stalled.contains(partition);
    }

    Set<Integer> stalled() {
        return stalled;
    }

    /** The partitions that took what they were sent, as far as is known. */
    List<Integer> open() {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            if (!stalled.contains(i)) {
                open.add(i);
            }
        }
        return open;
    }

    /** Whether more for this partition has to wait a moment, so that it cannot take all the room before it counts as stalled. */
    boolean isFull(int partition) {
        PartitionFlow flow = partitions.get(partition);
        int bound = partitions.size() == 1 ? most : Math.max(1, most / 2);
        return flow.events() >= bound || flow.bytes() >= MOST_BYTES_OF_ONE;
    }

    boolean isAnyFull() {
        for (int i = 0; i < partitions.size(); i++) {
            if (isFull(i)) {
                return true;
            }
        }
        return false;
    }

    /** How many more events may be sent. @param waiting events that are in hand and were not sent */
    int room(int waiting) {
        int flowing = waiting;
        int all = waiting;
        int bytes = 0;
        for (int i = 0; i < partitions.size(); i++) {
            PartitionFlow flow = partitions.get(i);
            all += flow.events();
            bytes += flow.bytes();
            flowing += stalled.contains(i) ? 0 : flow.events();
        }
        boolean isClosed = bytes >= MOST_BYTES
                || all >= MOST_STALLED * most
                || !partitions.isEmpty() && stalled.size() == partitions.size();
        return isClosed ? 0 : Math.max(0, most - flowing);
    }

    /** The partitions to which something is under way. */
    List<Integer> busy() {
        List<Integer> busy = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            if (partitions.get(i).events() > 0) {
                busy.add(i);
            }
        }
        return busy;
    }

    int underway() {
        return partitions.stream().mapToInt(PartitionFlow::events).sum();
    }

    /** Whether something was acknowledged just now. */
    boolean someFlow() {
        return nanoTime.getAsLong() - acknowledgedAt < RECENT.toNanos();
    }

    boolean hasAcknowledged() {
        return hasAcknowledged;
    }

    /** By the monotonic clock; in the past if nothing was acknowledged. */
    long lastAcknowledged() {
        return acknowledgedAt;
    }

    /** For how long nothing has been answered at all although something is under way. */
    Duration silence() {
        long now = nanoTime.getAsLong();
        long shortest = Long.MAX_VALUE;
        for (PartitionFlow flow : partitions) {
            if (flow.events() > 0) {
                shortest = Math.min(shortest, flow.silentNanos(now));
            }
        }
        return shortest == Long.MAX_VALUE
                ? Duration.ZERO
                : Duration.ofNanos(Math.min(shortest, Math.min(now - begun, now - acknowledgedAt)));
    }
}
