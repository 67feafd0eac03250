/**
 * The {@code ./sandbox} command: starts every part as a process ({@link dev.qunfa.sandbox.tour.Parts}), produces one
 * request per message type and per final status ({@link dev.qunfa.sandbox.tour.TourPlan}), shows the status events as they come
 * ({@link dev.qunfa.sandbox.tour.TopicReader}), and checks each outcome against the topic, the REST API and what the
 * simulated platform truly saw ({@link dev.qunfa.sandbox.tour.TourChecks}).
 */
package dev.qunfa.sandbox.tour;
