package dev.qunfa.startup;

/**
 * A part of the service that has to be started. Whatever it listens to may have happened before it is: it asks for the present, too.
 */
public interface Startable {
    /** When it is started; parts of the same step in any order. */
    StartStep step();

    /** Called once; must not block. */
    void start();
}
