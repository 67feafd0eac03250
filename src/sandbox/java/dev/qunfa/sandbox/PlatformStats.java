package dev.qunfa.sandbox;

/**
 * Totals since the start or the last reset.
 *
 * @param posts POSTs to SendMsgToGroup
 * @param deliveries of callbacks, repeats included
 * @param callbacksTaken deliveries that were answered with {@code success}
 * @param callbacksGivenUp callbacks whose tries were used up
 * @param callbacksInFlight deliveries on the wire
 * @param callbacksWaiting deliveries that wait for their turn (backoffs not counted)
 */
public record PlatformStats(
        int posts,
        long deliveries,
        long callbacksTaken,
        long callbacksGivenUp,
        int callbacksInFlight,
        int callbacksWaiting) {}
