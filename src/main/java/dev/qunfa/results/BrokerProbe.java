package dev.qunfa.results;

/** Knows whether the broker can be reached, apart from whether it takes events. */
interface BrokerProbe {
    /** As far as is known without waiting; false if there is no telling. For any thread. */
    boolean isReachable();
}
