/**
 * The fault suite's checker: what must hold, said as simply as it can be. It reads what was produced, what came on the
 * topics, what the API shows and what the simulated platform recorded, all collected before ({@link
 * dev.qunfa.sandbox.faults.check.History}), and knows nothing of the service's code. Every {@link
 * dev.qunfa.sandbox.faults.check.Invariant} is a pure function of that history.
 */
package dev.qunfa.sandbox.faults.check;
