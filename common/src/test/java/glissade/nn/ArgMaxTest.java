package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgMaxTest {

    @Test
    void shouldFindTheLargestWithinTheRange() {
        assertThat(ArgMax.of(new float[] {9, 1, 3, 2, 9}, 1, 3)).isEqualTo(1);
    }

    @Test
    void shouldTakeTheFirstOfEquals() {
        assertThat(ArgMax.of(new float[] {1, 3, 3, 2}, 0, 4)).isEqualTo(1);
        assertThat(ArgMax.of(new float[] {0f, -0f}, 0, 2)).isEqualTo(0);
        assertThat(ArgMax.of(new float[] {-0f, 0f}, 0, 2)).isEqualTo(0);
    }

    @Test
    void shouldOrderInfinities() {
        float infinity = Float.POSITIVE_INFINITY;

        assertThat(ArgMax.of(new float[] {-infinity, -infinity}, 0, 2)).isEqualTo(0);
        assertThat(ArgMax.of(new float[] {-infinity, 1, infinity}, 0, 3)).isEqualTo(2);
    }

    @Test
    void shouldFindNothingWhereThereIsANaN() {
        assertThat(ArgMax.of(new float[] {Float.NaN, 1}, 0, 2)).isEqualTo(ArgMax.NONE);
        assertThat(ArgMax.of(new float[] {1, Float.NaN}, 0, 2)).isEqualTo(ArgMax.NONE);
    }
}
