package dev.qunfa.sandbox.faults.check;

/**
 * Something that was done to a part, from its beginning to its end (Unix milliseconds, 0 while it lasts).
 *
 * @param delays whether requests on their way to the platform are held up by it, and then arrive at once
 */
public record Moment(long from, long to, String what, boolean delays) {}
