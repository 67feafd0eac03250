package dev.qunfa.sandbox.faults.check;

/**
 * Something that must not be.
 *
 * @param invariant name of what was broken
 * @param msgId of the message that shows it; empty when it is about none
 * @param sentence what was found
 */
public record Violation(String invariant, String msgId, String sentence) {}
