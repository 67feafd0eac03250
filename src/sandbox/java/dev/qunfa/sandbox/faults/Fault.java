package dev.qunfa.sandbox.faults;

/**
 * Something that breaks and is repaired again. Both may take their time and fail with
 * {@link IllegalStateException} when a part does not do as it is told.
 */
interface Fault {

    /** As the table of survived faults names it, without the part that it struck. */
    String name();

    /** What it strikes; no two faults of a round strike the same. */
    String subject();

    void begin(Stage stage);

    void end(Stage stage);

    /** How much longer than usual requests may be on their way to the platform because of it. */
    default long delayMillis() {
        return 0;
    }
}
