package dev.qunfa;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Waits until the name of at least one broker is known: a Kafka client that finds none when it is made fails for good,
 * and the name may only come up with the broker. Brokers that are known and do not answer are the clients' own business.
 */
final class BrokerNames {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** The protocol before it, the port behind it, and an IPv6 address's brackets. */
    private static final Pattern NOT_THE_HOST = Pattern.compile("^\\w+://|:[0-9]+$|[\\[\\]]");

    private final Predicate<String> isKnown;
    private final Duration pause;

    /**
     * @param isKnown whether a host's name can be resolved
     * @param pause between one try and the next
     */
    BrokerNames(Predicate<String> isKnown, Duration pause) {
        this.isKnown = isKnown;
        this.pause = pause;
    }

    static BrokerNames ofThisNetwork() {
        return new BrokerNames(BrokerNames::canBeResolved, PAUSE);
    }

    /** @param servers {@code host:port}, separated by commas */
    void await(String servers) throws InterruptedException {
        if (isAnyKnown(servers)) {
            return;
        }
        System.err.println("No host of KAFKA_BOOTSTRAP_SERVERS can be resolved; the start waits for one.");
        do {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } while (!isAnyKnown(servers));
    }

    private boolean isAnyKnown(String servers) {
        return Stream.of(servers.split(",")).map(BrokerNames::host).anyMatch(isKnown);
    }

    private static String host(String server) {
        return NOT_THE_HOST.matcher(server.trim()).replaceAll("");
    }

    private static boolean canBeResolved(String host) {
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
