/**
 * Status events on their way out: {@link dev.qunfa.results.Relay} publishes the outbox, round by round, {@link
 * dev.qunfa.results.EventBody} gives an event its public shape. What is under way is counted by partition of the results topic, so
 * that one that takes nothing costs its own events only; {@link dev.qunfa.results.ResultsCheck} says when nothing is taken at all.
 */
package dev.qunfa.results;
