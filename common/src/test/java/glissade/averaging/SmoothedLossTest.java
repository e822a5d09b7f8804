package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Requirement G4: the smoothed loss that ends a range test of learning rates. */
class SmoothedLossTest {

    private final SmoothedLoss smoothed = new SmoothedLoss();

    private void add(int times, double loss) {
        for (int i = 0; i < times; i++) {
            smoothed.add(loss);
        }
    }

    @Test
    void shouldWeighLossesByTheirAge() {
        assertThat(smoothed.add(3)).isCloseTo(3, within(1e-12));
        // 0.9 for the older loss, 1 for the newer.
        assertThat(smoothed.add(1)).isCloseTo((0.9 * 3 + 1) / 1.9, within(1e-12));
        assertThat(smoothed.add(2)).isCloseTo((0.81 * 3 + 0.9 + 2) / 2.71, within(1e-12));
    }

    @Test
    void shouldHaveGrownWhenItIsSoManyTimesItsLowest() {
        add(30, 2);
        add(30, 0.5);
        double lowest = smoothed.lowest();
        assertThat(smoothed.hasGrown(4)).isFalse();

        while (smoothed.add(8) <= 4 * lowest) {
            assertThat(smoothed.hasGrown(4)).isFalse();
        }

        assertThat(smoothed.hasGrown(4)).isTrue();
        assertThat(smoothed.lowest()).isEqualTo(lowest);
    }

    @Test
    void shouldNotJudgeByAFewLosses() {
        smoothed.add(0.01);
        add(9, 3);
        assertThat(smoothed.hasGrown(4)).isFalse();

        smoothed.add(3);
        assertThat(smoothed.hasGrown(4)).isTrue();
    }

    @Test
    void shouldHaveGrownWhenItIsNoNumber() {
        add(20, 1);
        smoothed.add(Double.NaN);

        assertThat(smoothed.hasGrown(1e9)).isTrue();
    }

    @Test
    void shouldGoOnAfterAStopAsIfThereHadBeenNone() {
        add(7, 1.5);
        smoothed.add(4);
        double[] memory = new double[6];
        smoothed.remember(memory, 2);
        SmoothedLoss resumed = new SmoothedLoss();

        resumed.recall(memory, 2);

        assertThat(resumed.value()).isEqualTo(smoothed.value());
        assertThat(resumed.lowest()).isEqualTo(smoothed.lowest());
        for (int i = 0; i < 20; i++) {
            assertThat(resumed.add(i)).isEqualTo(smoothed.add(i));
            assertThat(resumed.hasGrown(4)).isEqualTo(smoothed.hasGrown(4));
        }
    }
}
