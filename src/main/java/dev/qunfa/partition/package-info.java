/**
 * Where each partition of the requests topic stands on this replica: one {@link dev.qunfa.partition.PartitionState} a partition, pure
 * and sealed, kept by {@link dev.qunfa.partition.OwnedPartitions}. Everybody who wants to know whether this replica dispatches,
 * publishes or fires timers for a partition asks there.
 */
package dev.qunfa.partition;
