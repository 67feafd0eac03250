/**
 * Status events on their way out: {@link dev.qunfa.results.Relay} publishes the outbox, {@link
 * dev.qunfa.results.EventBody} gives an event its public shape.
 */
package dev.qunfa.results;
