package dev.qunfa.sandbox.faults.check;

/**
 * A record of the dead-letter topic.
 *
 * @param origin partition and offset of the request, from its headers
 */
public record DeadLetter(Place place, String reason, String origin, byte[] value) {}
