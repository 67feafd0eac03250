package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LullTest {
    @Test
    void an_interval_without_anything_is_one_whatever_came_before() {
        Lull lull = new Lull(17, 60);

        assertThat(lull.after(17)).isTrue();
    }

    @Test
    void an_interval_with_something_is_none() {
        Lull lull = new Lull(17, 60);

        assertThat(lull.after(18)).isFalse();
        assertThat(lull.after(40)).isFalse();
        assertThat(lull.after(40)).isTrue();
    }

    @Test
    void where_something_happens_all_the_time_the_last_interval_there_is_patience_for_is_one() {
        Lull lull = new Lull(0, 3);

        assertThat(lull.after(1)).isFalse();
        assertThat(lull.after(2)).isFalse();
        assertThat(lull.after(3)).isTrue();
    }
}
