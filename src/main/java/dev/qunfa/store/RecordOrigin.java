package dev.qunfa.store;

/** Where on the requests topic a record lies. */
public record RecordOrigin(int partition, long offset) {}
