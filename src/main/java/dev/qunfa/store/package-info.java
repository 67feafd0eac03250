/**
 * The only package that knows SQL and Hibernate: rows, guarded set-based updates, group commit, outbox.
 *
 * <p>Everything that happens to a message goes through {@link dev.qunfa.store.MessageStore}: it locks the rows of a
 * set, asks the lifecycle, and writes states and events in one transaction.
 */
package dev.qunfa.store;
