/**
 * Sends what has been stored: lanes, gates, attempts, recovery, deadlines and other timers.
 *
 * <p>{@link dev.qunfa.dispatch.Dispatcher} is the one event loop on which all of it lives. {@link dev.qunfa.dispatch.Lanes} says
 * which message is next: a FIFO for each (robot, group), behind its robot's {@link dev.qunfa.dispatch.Pace} and its app's {@link
 * dev.qunfa.dispatch.AppGate} (circuit and token). A {@link dev.qunfa.dispatch.Flight} is a started message on its way: its
 * intent is committed, the POST is made, its outcome is committed ({@link dev.qunfa.dispatch.Attempts}), and {@link
 * dev.qunfa.dispatch.Verdict} says what the outcome means: accepted, failed, in doubt, or another attempt. {@link
 * dev.qunfa.dispatch.Ownership} takes partitions over and lets them go, {@link dev.qunfa.dispatch.Timers} moves what only time
 * can move, {@link dev.qunfa.dispatch.PauseWatch} hears what operators stop, {@link dev.qunfa.dispatch.Drain} ends it all.
 */
package dev.qunfa.dispatch;
