package dev.qunfa.platform;

/** How one HTTP request ended; tells apart what was never written from what may have arrived. */
sealed interface CallResult {

    /** The head of an answer arrived. */
    record Answered(HttpAnswer answer) implements CallResult {}

    /** Not one byte of the request was written. */
    record NotWritten(String sentence) implements CallResult {}

    /** Not one byte of the request was written, because the deadline had come. */
    record TooLate() implements CallResult {}

    /** Not one byte of the request was written, because others may have taken the attempt for lost by then. */
    record Stale() implements CallResult {}

    /** The request was written, at least in part, and no answer arrived. */
    record Unanswered(String sentence) implements CallResult {}
}
