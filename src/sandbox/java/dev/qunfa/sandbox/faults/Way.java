package dev.qunfa.sandbox.faults;

/**
 * A way between two parts, which a proxy is on.
 *
 * @param replica whose way it is; of no meaning where all replicas share one
 */
record Way(Target target, int replica) {

    /** Where it leads. */
    enum Target {
        DATABASE("to the database"),
        PLATFORM("to the platform"),
        BROKER("to the broker"),
        SERVICE("from the platform");

        private final String title;

        Target(String title) {
            this.title = title;
        }
    }

    String title() {
        return target.title;
    }

    String subject() {
        return switch (target) {
            case DATABASE, PLATFORM -> "way of replica-" + replica + " " + title();
            case BROKER, SERVICE -> "way " + title();
        };
    }

    Proxy of(Stage stage) {
        return switch (target) {
            case DATABASE -> stage.toDatabase.get(replica);
            case PLATFORM -> stage.toPlatform.get(replica);
            case BROKER -> stage.toBroker;
            case SERVICE -> stage.toService;
        };
    }
}
