package dev.qunfa.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports that nobody listens on. It looks below the range from which systems take the ports of outgoing
 * connections, so that a port that was free when asked for is not taken by a connection before it is used. Any thread.
 */
public final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    private FreePort() {}

    /** Returns a free port; fails with {@link IllegalStateException} when {@value #TRIES} random ones were all taken. */
    public static int find() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free TCP port found between " + LOWEST + " and " + HIGHEST);
    }

    /** Returns {@code wanted} if nobody listens on it, any free port otherwise; zero asks for any. */
    public static int preferring(int wanted) {
        return wanted > 0 && isFree(wanted) ? wanted : find();
    }

    /** Returns {@code wanted} as it is, or any free port for zero. */
    static int orAny(int wanted) {
        return wanted == 0 ? find() : wanted;
    }

    private static boolean isFree(int port) {
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
