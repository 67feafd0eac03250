package dev.qunfa.lifecycle;

import java.time.Duration;

/**
 * How long a state may last before time itself moves the message on.
 *
 * @param attempt longest life of an attempt; a message still SENDING after it has lost its sender
 * @param inDoubt how long a message waits in IN_DOUBT for a callback
 * @param confirmation how long a message waits in ACCEPTED for its callbacks
 * @param resendBelow the end of the in-doubt window sends again as long as fewer attempts than this were begun: the
 *     greatest number of attempts under the policy {@code resend}, 0 under {@code await}
 */
public record Windows(Duration attempt, Duration inDoubt, Duration confirmation, int resendBelow) {}
