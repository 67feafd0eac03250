package dev.qunfa.sandbox.bench;

/** What is measured, each with its own topics and platform app. */
enum Subject {
    SERVICE("default", "qunfa."),
    /** The pipeline without a database. */
    BARE("bare", "bare."),
    /** The parts by themselves. */
    LIMIT("limit", "limit.");

    private final String app;
    private final String topics;

    Subject(String app, String topics) {
        this.app = app;
        this.topics = topics;
    }

    String app() {
        return app;
    }

    /** A fixed access token. */
    String token() {
        return app + "-token";
    }

    String requests() {
        return topics + "requests";
    }

    String results() {
        return topics + "results";
    }
}
