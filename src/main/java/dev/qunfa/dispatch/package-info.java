/**
 * Sends what has been stored: lanes, attempts, recovery, deadlines and other timers.
 *
 * <p>{@link dev.qunfa.dispatch.Dispatcher} keeps a lane for each (robot, group) and a bounded number of attempts in
 * flight; {@link dev.qunfa.dispatch.Attempts} makes one attempt, intent first; {@link dev.qunfa.dispatch.Timers} moves
 * what only time can move. Retries, robot rates and the circuit breaker have their place between an attempt's outcome
 * and its lane: {@link dev.qunfa.dispatch.Verdict}.
 */
package dev.qunfa.dispatch;
