/**
 * Real parts to try the service out on, to test it and to load it: a Kafka broker, a PostgreSQL server and a simulated
 * platform, none of which ever reaches the service's jar. Each starts inside a JVM ({@code start}) or as a process of its
 * own ({@code main}). Nothing here uses the service's classes: what the simulated platform signs, encrypts and checks
 * is written from the platform's description alone, so that an error on one side cannot hide behind the same error on
 * the other.
 */
package dev.qunfa.sandbox;
