/**
 * The order in which the service starts, written in one place: {@link dev.qunfa.startup.StartStep}. Everything that has to be
 * started is a {@link dev.qunfa.startup.Startable}, and nothing depends on more than the order says.
 */
package dev.qunfa.startup;
