/**
 * The only code that knows the gateway's HTTP and the platform's crypto.
 *
 * <p>Out: {@link dev.qunfa.platform.PlatformGateway} makes one attempt at a {@code SendMsgToGroup} and says in the
 * closed vocabulary of {@link dev.qunfa.platform.Outcome} what the attempt proves. In:
 * {@link dev.qunfa.platform.EnvelopeCrypto} authenticates and decrypts a callback. Both find the app's keys in
 * {@link dev.qunfa.platform.Apps}.
 */
package dev.qunfa.platform;
