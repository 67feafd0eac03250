package dev.qunfa.store;

/**
 * What tells one database server from another that has the same address.
 *
 * @param history its system identifier and timeline, {@code 7471…/00000002}; empty where the role may not know them
 * @param started when its first process began
 */
record ServerIdentity(String history, String started) {}
