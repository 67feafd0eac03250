package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void aDirectoryIsClaimedOnce() {
        assertThat(WorkDirectory.claim(parent.resolve("data"))).isTrue();
        assertThat(WorkDirectory.claim(parent.resolve("data"))).isFalse();
        assertThat(WorkDirectory.claim(parent.resolve("other"))).isTrue();
    }
}
