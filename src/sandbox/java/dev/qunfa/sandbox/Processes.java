package dev.qunfa.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the kernel says of processes (Linux {@code /proc}); zero where there is no such thing. Any thread. */
public final class Processes {

    private static final Path PROC = Path.of("/proc");
    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int STATE = 0;
    private static final int PARENT = STATE + 1;
    private static final int USER_TIME = STATE + 11;
    private static final int CHILDREN_TIME = STATE + 13;

    private Processes() {}

    /** CPU seconds that the process used so far, without its children. */
    public static double cpuSeconds(long pid) {
        return ticks(stat(pid), USER_TIME) / TICKS_PER_SECOND;
    }

    /** CPU seconds of a process and of all children that it has or had: a database server with its backends. */
    public static double familySeconds(long parent) {
        String[] own = stat(parent);
        double sum = ticks(own, USER_TIME) + ticks(own, CHILDREN_TIME);
        try (Stream<Path> all = Files.list(PROC)) {
            sum += all.map(each -> each.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(name -> stat(Long.parseLong(name)))
                    .filter(stat -> stat.length > PARENT && Long.parseLong(stat[PARENT]) == parent)
                    .mapToDouble(stat -> ticks(stat, USER_TIME))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
        return sum / TICKS_PER_SECOND;
    }

    /**
     * A thread of a process.
     *
     * @param name of which the kernel keeps 15 characters
     * @param seconds of the processor that it used so far
     */
    public record ThreadUse(String name, double seconds) {}

    /** The threads of the process that live, by their kernel's number. */
    public static Map<Long, ThreadUse> threads(long pid) {
        Map<Long, ThreadUse> threads = new TreeMap<>();
        try (Stream<Path> all = Files.list(PROC.resolve(pid + "/task"))) {
            all.forEach(thread -> {
                String line = line(thread.resolve("stat"));
                if (!line.isEmpty()) {
                    String name = line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
                    double seconds = ticks(fields(line), USER_TIME) / TICKS_PER_SECOND;
                    threads.put(Long.valueOf(thread.getFileName().toString()), new ThreadUse(name, seconds));
                }
            });
        } catch (IOException | UncheckedIOException gone) {
            return Map.of();
        }
        return threads;
    }

    public static long parentOf(long pid) {
        return Long.parseLong(stat(pid)[PARENT]);
    }

    /** The most memory the process ever had resident, in MiB. */
    public static long peakMebibytes(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        } catch (IOException e) {
            return 0;
        }
    }

    private static double ticks(String[] stat, int from) {
        return stat.length > from + 1 ? Double.parseDouble(stat[from]) + Double.parseDouble(stat[from + 1]) : 0;
    }

    /** The fields after the command's name; none if the process is gone. */
    private static String[] stat(long pid) {
        String line = line(PROC.resolve(pid + "/stat"));
        return line.isEmpty() ? new String[0] : fields(line);
    }

    private static String[] fields(String line) {
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    /** Empty if the process or thread is gone. */
    private static String line(Path stat) {
        try {
            return Files.readString(stat);
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
