package dev.qunfa.sandbox;

import java.time.Duration;
import java.util.List;

/**
 * How the simulated platform behaves where no rule says otherwise.
 *
 * @param listen the address that it listens on: its calls have no access control, so by default only this machine's own
 * @param port zero for a free one
 * @param answerLatency from the end of a request to its answer
 * @param callbackLatency from the answer to the callbacks
 * @param tokenLifetime of the tokens that GetAccessToken hands out
 * @param callbacks how callbacks are delivered
 * @param apps the apps that are known from the start; more can be registered later
 */
public record PlatformOptions(
        String listen,
        int port,
        Duration answerLatency,
        Duration callbackLatency,
        Duration tokenLifetime,
        CallbackDelivery callbacks,
        List<PlatformApp> apps) {

    /**
     * Delivery of callbacks: how often, how long to wait, how many at once.
     *
     * @param tries deliveries of one callback at most, the first included
     * @param backoff before the second try; doubles with every further one
     * @param timeout a longer answer counts as a failure; the platform's own is about 5 s
     * @param inFlight deliveries at once at most
     */
    public record CallbackDelivery(int tries, Duration backoff, Duration timeout, int inFlight) {}

    /** A free port, 20 ms to an answer, 50 ms more to the callbacks, two-hour tokens, no app. */
    public static PlatformOptions defaults() {
        return new PlatformOptions(
                "localhost",
                0,
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofHours(2),
                new CallbackDelivery(8, Duration.ofMillis(250), Duration.ofSeconds(5), 128),
                List.of());
    }

    public PlatformOptions withPort(int value) {
        return new PlatformOptions(listen, value, answerLatency, callbackLatency, tokenLifetime, callbacks, apps);
    }

    /** @param value an address of this machine, {@code 0.0.0.0} for all of them */
    public PlatformOptions withListen(String value) {
        return new PlatformOptions(value, port, answerLatency, callbackLatency, tokenLifetime, callbacks, apps);
    }

    public PlatformOptions withLatencies(Duration answer, Duration callback) {
        return new PlatformOptions(listen, port, answer, callback, tokenLifetime, callbacks, apps);
    }

    public PlatformOptions withTokenLifetime(Duration value) {
        return new PlatformOptions(listen, port, answerLatency, callbackLatency, value, callbacks, apps);
    }

    public PlatformOptions withCallbacks(CallbackDelivery value) {
        return new PlatformOptions(listen, port, answerLatency, callbackLatency, tokenLifetime, value, apps);
    }

    public PlatformOptions withApps(PlatformApp... values) {
        return new PlatformOptions(
                listen, port, answerLatency, callbackLatency, tokenLifetime, callbacks, List.of(values));
    }
}
