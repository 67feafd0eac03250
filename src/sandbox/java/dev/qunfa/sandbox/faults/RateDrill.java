package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Post;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Robots with a rate and more work than it allows, on three replicas of which one after the other is terminated, or killed, and
 * started again: no window holds more POSTs than the rate and one for the clocks, and little of the rate is left unused. A
 * killed replica's robots stand still until the consumer group misses it, which is told and not judged.
 */
final class RateDrill implements Drill {

    private static final int ROBOTS = 6;
    private static final int PER_SECOND = 10;
    private static final int SECONDS = 90;
    private static final int GROUPS = 7;
    private static final long WINDOW_MILLIS = 1_000;
    private static final long BETWEEN_SECONDS = 15;
    private static final double LEAST_SHARE = 0.9;
    private static final double MEDIAN = 0.5;
    private static final double LONGEST = 1;

    private final boolean killed;

    /** @param killed whether replicas are killed instead of terminated */
    RateDrill(boolean killed) {
        this.killed = killed;
    }

    @Override
    public int replicas() {
        return 3;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("QUNFA_DISPATCH_ROBOT_RATE", PER_SECOND + "/1s", "QUNFA_IN_DOUBT_WINDOW", "10s");
    }

    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        stage.produce(
                ROBOTS * PER_SECOND * SECONDS,
                0,
                i -> new DrillStage.Message("rate-" + i, "robot-" + i % ROBOTS, "g-" + i / ROBOTS % GROUPS, 0));
        for (Replica each : stage.parts.replicas) {
            TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
            end(each);
            each.start();
        }
        boolean ended = stage.awaitEnds(2 * SECONDS);
        Collection<List<Post>> robots = stage.parts.platform.posts().stream()
                .collect(Collectors.groupingBy(Post::robotId))
                .values();
        double[] shares = robots.stream().mapToDouble(RateDrill::share).sorted().toArray();
        int most = robots.stream().mapToInt(RateDrill::fullest).max().orElse(0);
        return List.of(
                Figure.atMost("most POSTs of a robot in a second", most, PER_SECOND + 1),
                leastShare(shares[0]),
                Figure.told("share of the rate that was used, most of them", shares[shares.length - 1]),
                Figure.told("median time between two POSTs of a robot, ms", gap(robots, MEDIAN)),
                Figure.told("longest time between two POSTs of a robot, ms", gap(robots, LONGEST)),
                Figure.atMost("messages without an end", ended ? 0 : stage.due.size() - stage.ends.size(), 0),
                Figure.atMost("messages posted twice", stage.takenTwice(), 0));
    }

    private Figure leastShare(double share) {
        String what = "share of the rate that was used, least of " + ROBOTS + " robots";
        return killed ? Figure.told(what, share) : Figure.atLeast(what, share, LEAST_SHARE);
    }

    private void end(Replica replica) {
        if (killed) {
            replica.kill();
        } else {
            replica.terminate();
        }
    }

    private static int fullest(List<Post> posts) {
        long[] heads = posts.stream().mapToLong(Post::headAt).sorted().toArray();
        int most = 0;
        int first = 0;
        for (int last = 0; last < heads.length; last++) {
            while (heads[last] - heads[first] >= WINDOW_MILLIS) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private static double gap(Collection<List<Post>> robots, double quantile) {
        long[] gaps = robots.stream()
                .flatMapToLong(posts -> {
                    long[] heads =
                            posts.stream().mapToLong(Post::headAt).sorted().toArray();
                    return IntStream.range(1, heads.length).mapToLong(i -> heads[i] - heads[i - 1]);
                })
                .sorted()
                .toArray();
        return gaps[(int) ((gaps.length - 1) * quantile)];
    }

    private static double share(List<Post> posts) {
        long[] heads = posts.stream().mapToLong(Post::headAt).sorted().toArray();
        double seconds = (heads[heads.length - 1] - heads[0]) / 1_000.0;
        return (heads.length - 1) / seconds / PER_SECOND;
    }
}
