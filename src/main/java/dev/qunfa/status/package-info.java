/**
 * The status API (version 1): one message, lists, look-up, timeline, event stream, cancel, resolve, statistics.
 *
 * <p>Reads only, but for {@link dev.qunfa.status.Decisions}, which puts cancel and resolve to the state machine. Every error
 * is a {@link dev.qunfa.status.Problem}. Whoever adds access control adds a {@code ContainerRequestFilter} beside {@link
 * dev.qunfa.status.RawPath}; it must decide by the matched resource, not by the path's text, because ids are part of paths
 * and may hold anything.
 */
package dev.qunfa.status;
