package dev.qunfa.store;

/**
 * Which event it is, whether or not it can be read.
 *
 * @param messageId the message's key in the database
 * @param seq the event's number within its message
 */
public record EventKey(long messageId, int seq) {}
