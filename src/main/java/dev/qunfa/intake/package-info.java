/**
 * From the requests topic into the store: decode, validate, store, dead letters.
 *
 * <p>{@link dev.qunfa.intake.RequestDecoder} is the pure half. {@link dev.qunfa.intake.RequestConsumer} is the channel: a
 * batch is acknowledged once all of it is durable, and once there is room for more in the lanes.
 */
package dev.qunfa.intake;
