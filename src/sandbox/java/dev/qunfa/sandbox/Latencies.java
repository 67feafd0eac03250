package dev.qunfa.sandbox;

/** How long the simulated platform takes; can change while it runs. Written by any thread, read by its event loop. */
final class Latencies {

    private volatile long answerMillis;
    private volatile long callbackMillis;

    Latencies(long answerMillis, long callbackMillis) {
        set(answerMillis, callbackMillis);
    }

    void set(long newAnswerMillis, long newCallbackMillis) {
        answerMillis = newAnswerMillis;
        callbackMillis = newCallbackMillis;
    }

    /** From the end of a request to its answer. */
    long answerMillis() {
        return answerMillis;
    }

    /** From the answer to the callbacks. */
    long callbackMillis() {
        return callbackMillis;
    }
}
