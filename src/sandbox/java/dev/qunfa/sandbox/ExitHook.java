package dev.qunfa.sandbox;

/** Closes a part at the end of the JVM if nobody did before, so that nothing is left running or lying about. Any thread. */
final class ExitHook {

    private final Thread thread;

    private ExitHook(Thread thread) {
        this.thread = thread;
    }

    /** Closes {@code part} at the JVM's end, unless {@link #cancel()} comes first. */
    static ExitHook closing(AutoCloseable part) {
        Thread thread = new Thread(() -> close(part), "close-" + part.getClass().getSimpleName());
        Runtime.getRuntime().addShutdownHook(thread);
        return new ExitHook(thread);
    }

    /** For a part that closes: it need not be closed again. Without effect while the JVM ends. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            return;
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("did not stop cleanly: " + e);
        }
    }
}
