package dev.qunfa.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesInHandTest {
    private static final int FIRST = BytesInHand.FIRST;

    @Test
    void whatDoesNotFitTakesNothing() {
        BytesInHand bytes = new BytesInHand(100);

        assertThat(bytes.grow(0, FIRST + 60)).isTrue();
        assertThat(bytes.grow(0, FIRST + 41)).isFalse();
        assertThat(bytes.grow(0, FIRST + 40)).isTrue();
        assertThat(bytes.taken()).isEqualTo(2 * FIRST + 100);
        bytes.giveBack(FIRST + 60);
        bytes.giveBack(FIRST + 40);
        assertThat(bytes.taken()).isZero();
    }

    @Test
    void theFirstBytesOfABodyFitHoweverManyLargeOnesThereAre() {
        BytesInHand bytes = new BytesInHand(0);

        assertThat(bytes.grow(0, 100)).isTrue();
        assertThat(bytes.grow(100, FIRST)).isTrue();
        assertThat(bytes.grow(FIRST, FIRST + 1)).isFalse();
        assertThat(bytes.grow(0, FIRST + 1)).isFalse();
        assertThat(bytes.taken()).isEqualTo(FIRST);
    }

    @Test
    void evenTheFirstBytesHaveABound() {
        BytesInHand bytes = new BytesInHand(0);

        for (int i = 0; i < 4096; i++) {
            assertThat(bytes.grow(0, FIRST)).isTrue();
        }
        assertThat(bytes.grow(0, 1)).isFalse();
    }
}
