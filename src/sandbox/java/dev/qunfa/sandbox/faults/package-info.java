/**
 * The {@code ./faults} command: real parts ({@link dev.qunfa.sandbox.faults.Stage}), a load and faults drawn from a seed
 * ({@link dev.qunfa.sandbox.faults.Load}, {@link dev.qunfa.sandbox.faults.FaultPlan}), round after round ({@link
 * dev.qunfa.sandbox.faults.FaultRun}); what was seen is then held against the invariants by {@link
 * dev.qunfa.sandbox.faults.check.Checker}, which has no part in the breaking.
 */
package dev.qunfa.sandbox.faults;
