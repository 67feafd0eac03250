package dev.qunfa.lifecycle;

/**
 * What is kept of an item besides its content.
 *
 * @param msgNum 1..n
 * @param msgType the platform's {@code msg_type}
 */
public record ItemHead(int msgNum, int msgType) {}
