/**
 * How the service knows of itself whether it is alive: {@link dev.qunfa.health.Heartbeats} of everything that goes round, and
 * {@link dev.qunfa.health.FailureLog} for what fails again and again. It uses no other package; the others use it.
 */
package dev.qunfa.health;
