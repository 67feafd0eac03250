package dev.qunfa.sandbox;

/**
 * Totals since the start or the last reset.
 *
 * @param posts POSTs to SendMsgToGroup
 * @param deliveries of callbacks, repeats included
 * @param callbacksTaken deliveries that were answered with {@code success}
 * @param callbacksGivenUp callbacks whose tries were used up
 * @param callbacksInFlight deliveries on the wire
 * @param callbacksWaiting deliveries that wait for their turn
 * @param callbacksPlanned deliveries whose time has not come: the first ones, and those after a backoff
 */
public record PlatformStats(
        int posts,
        long deliveries,
        long callbacksTaken,
        long callbacksGivenUp,
        int callbacksInFlight,
        int callbacksWaiting,
        int callbacksPlanned) {

    /** Nothing is to be delivered any more, unless another POST comes. */
    public boolean isQuiet() {
        return callbacksInFlight + callbacksWaiting + callbacksPlanned == 0;
    }
}
