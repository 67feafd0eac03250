package dev.qunfa.callback;

/**
 * What the platform is answered. It takes a callback as taken if the body contains {@code success}, so no other answer
 * may.
 *
 * @param status the HTTP status
 * @param text plain text
 */
record Answer(int status, String text) {
    static final Answer TAKEN = new Answer(200, "success");
    static final Answer NOT_STORED = new Answer(503, "The callback could not be stored; repeat it.");
    static final Answer TOO_LARGE = new Answer(413, "The body is larger than a callback can be.");
    static final Answer NOT_POST = new Answer(405, "Callbacks are posted.");

    static Answer unauthorized(String sentence) {
        return new Answer(401, sentence);
    }

    static Answer unreadable(String sentence) {
        return new Answer(400, sentence);
    }
}
