/**
 * The order in which the service starts, written in one place: {@link dev.qunfa.startup.StartStep}. Whatever has to be started observes
 * its step with {@link dev.qunfa.startup.AtStep}, and nothing depends on more than the order says.
 */
package dev.qunfa.startup;
