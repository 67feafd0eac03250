/**
 * {@code ./bench}: what a message costs and how long it takes, measured on real parts beside the limits of the machine.
 * {@link dev.qunfa.sandbox.bench.Bench} is the command, {@link dev.qunfa.sandbox.bench.Machine} starts the parts, {@link
 * dev.qunfa.sandbox.bench.Run} is one measurement.
 */
package dev.qunfa.sandbox.bench;
