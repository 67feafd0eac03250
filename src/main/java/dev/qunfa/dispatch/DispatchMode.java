package dev.qunfa.dispatch;

/** Whether the dispatcher starts messages. */
enum DispatchMode {
    /** Not yet: the pauses are not known, and one of them may stop it. */
    AWAITING_PAUSES,
    /** It does. */
    OPEN,
    /** Not any more: the service stops. */
    STOPPING
}
