package dev.qunfa.sandbox.bench;

/** Learns when each message of a load was due; called by the load generator's thread. */
interface Due {

    Due IGNORED = (number, nanoTime) -> {};

    void due(int number, long nanoTime);
}
