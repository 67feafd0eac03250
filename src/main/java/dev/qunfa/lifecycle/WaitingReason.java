package dev.qunfa.lifecycle;

import java.util.Locale;

/** Why a message has not gone out; the lower-case names are public. */
public enum WaitingReason {
    /** Its {@code not_before} has not come. */
    NOT_BEFORE,
    /** Its robot may not send faster. */
    ROBOT_RATE,
    /** The pause before its next attempt is not over. */
    RETRY_BACKOFF,
    /** An earlier message of its (robot, group) goes first. */
    GROUP_ORDER,
    /** As many attempts as are allowed are on the wire. */
    IN_FLIGHT_LIMIT,
    /** The platform failed too often in a row; nothing is sent for a while. */
    CIRCUIT_OPEN,
    /** There is no access token. */
    TOKEN,
    /** Sending was stopped. */
    PAUSED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in the API, e.g. {@code robot_rate}. */
    public String wireName() {
        return wireName;
    }
}
