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

    /** Whether requests on their way to the platform are held up by it. */
    default boolean delaysPosts() {
        return false;
    }
}
