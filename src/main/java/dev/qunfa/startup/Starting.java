package dev.qunfa.startup;

/** The service starts. Observed with {@link AtStep}, once for each step. */
public record Starting(StartStep step) {}
