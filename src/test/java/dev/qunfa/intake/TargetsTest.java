package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Target;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private final Targets targets = new Targets(2);

    private static Target target(String groupId) {
        return new Target(Target.DEFAULT_APP, "r", groupId);
    }

    @Test
    void equalTargetsShareAnObject() {
        Target first = targets.shared(target("g"));

        assertThat(targets.shared(target("g"))).isSameAs(first);
        assertThat(targets.shared(target("other"))).isEqualTo(target("other"));
    }

    @Test
    void i8OnlySoManyAreRemembered() {
        Target first = targets.shared(target("g1"));
        targets.shared(target("g2"));
        targets.shared(target("g3"));

        assertThat(targets.shared(target("g1"))).isEqualTo(first).isNotSameAs(first);
    }
}
