package dev.qunfa.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets processes end with this one, also if it is killed and can stop nothing any more. A small shell beside each reads from a pipe
 * that nobody writes to: it ends when this process is gone, for whatever reason. When the child ends first, the pipe ends
 * with it, and the shell too. Needs nothing but a POSIX shell.
 */
public final class ParentGuard {
    private static final String END_OF_PIPE = "while read -r line; do :; done";

    /** The pipe is the third file, for the child reads from nothing; its process id is that of the shell before. */
    private static final String START =
            "exec 3<&0; { " + END_OF_PIPE + "; kill -9 $$; } <&3 >/dev/null 2>&1 & " + "exec \"$@\" 3<&- </dev/null";

    private static final String WATCH = END_OF_PIPE + "; kill \"-$1\" \"$0\"";

    private ParentGuard() {}

    /**
     * The same command, killed when this process is gone. It must be started with a pipe as its standard input, as
     * {@link ProcessBuilder} does by itself; the command reads nothing from it. The process id is the command's own.
     */
    public static List<String> command(List<String> command) {
        List<String> guarded = new ArrayList<>(List.of("sh", "-c", START, "sh"));
        guarded.addAll(command);
        return guarded;
    }

    /**
     * As {@code kill -15}. {@link Process#destroy} would close the pipe as well, which the guard takes for the end of this process: the
     * command would be killed before it can stop in order.
     */
    public static void terminate(Process guarded) {
        guarded.toHandle().destroy();
    }

    /**
     * Watches over a process that somebody else has started.
     *
     * @param signal what it gets when this process is gone, e.g. {@code QUIT}
     * @return to be destroyed before the other ends: its number may be another's after that
     */
    static Process watch(long pid, String signal) {
        try {
            return new ProcessBuilder("sh", "-c", WATCH, Long.toString(pid), signal)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch over process " + pid, e);
        }
    }
}
