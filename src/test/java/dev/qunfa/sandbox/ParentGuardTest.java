package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParentGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> LONG = List.of("sleep", "1000");

    private final List<ProcessHandle> started = new ArrayList<>();

    /** Starts a child as a part of a sandbox is started, and one that somebody else starts; tells their process ids. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            Process child = new ProcessBuilder(ParentGuard.command(LONG)).start();
            Process watched = new ProcessBuilder(LONG).start();
            ParentGuard.watch(watched.pid(), "TERM");
            System.out.println(child.pid() + " " + watched.pid());
            child.waitFor();
        }
    }

    @AfterEach
    void killAll() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void childrenEndWithAParentThatIsKilled() throws IOException {
        Process parent = parent();
        List<ProcessHandle> children = children(parent);

        assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);
        parent.destroyForcibly();

        await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aChildThatStandsStillEndsToo() throws IOException, InterruptedException {
        Process parent = parent();
        ProcessHandle child = children(parent).get(0);
        new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();

        parent.destroyForcibly();

        await().atMost(PATIENCE).until(() -> !child.isAlive());
    }

    @Test
    void aChildIsItselfAndLeavesNobodyBehind() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(ParentGuard.command(LONG)).start();
        started.add(child.toHandle());
        await().atMost(PATIENCE).until(() -> commandOf(child.toHandle()).endsWith("sleep"));
        List<ProcessHandle> guards = child.children().toList();
        started.addAll(guards);

        assertThat(guards).hasSize(1);
        ParentGuard.terminate(child);

        assertThat(child.waitFor()).isEqualTo(128 + 15);
        await().atMost(PATIENCE).until(() -> guards.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Else a service that is told to stop would be killed at once. */
    @Test
    void aChildThatIsToldToStopMayTakeItsTime() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(ParentGuard.command(
                        List.of("sh", "-c", "trap 'sleep 0.3; exit 7' TERM; echo ready; while :; do sleep 0.1; done")))
                .start();
        started.add(child.toHandle());
        assertThat(child.inputReader().readLine()).isEqualTo("ready");

        ParentGuard.terminate(child);

        assertThat(child.waitFor()).isEqualTo(7);
    }

    @Test
    void aChildsExitCodeIsItsOwn() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(ParentGuard.command(List.of("sh", "-c", "cat; exit 7"))).start();
        started.add(child.toHandle());

        assertThat(child.waitFor()).isEqualTo(7);
    }

    private Process parent() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process parent = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(parent.toHandle());
        return parent;
    }

    private List<ProcessHandle> children(Process parent) throws IOException {
        BufferedReader output = parent.inputReader();
        List<ProcessHandle> children = new ArrayList<>();
        for (String pid : output.readLine().split(" ")) {
            children.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        }
        started.addAll(children);
        return children;
    }

    private static String commandOf(ProcessHandle process) {
        return process.info().command().orElse("");
    }
}
