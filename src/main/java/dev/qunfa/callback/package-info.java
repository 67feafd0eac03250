/**
 * The callback endpoint, {@code POST /callbacks/qopen}: {@link dev.qunfa.callback.CallbackRoute} speaks HTTP, {@link
 * dev.qunfa.callback.Callbacks} opens the envelope and puts the result to the store, and the answer goes out after the
 * commit (I1).
 */
package dev.qunfa.callback;
