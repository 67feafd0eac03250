package dev.qunfa.platform;

/**
 * An answer whose head arrived.
 *
 * @param retryAfter the header as it came; null if there is none
 * @param body null if it could not be read to its end, or was too long
 */
record HttpAnswer(int status, String retryAfter, byte[] body) {}
