package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.data.NoiseSet.Kind;
import org.junit.jupiter.api.Test;

/** Requirement D5: noise in the range of real inputs. */
class NoiseSetTest {

    private final Dataset digits = SyntheticDigits.training(50, 3);

    private static float[] sample(Dataset data, int index) {
        float[] values = new float[data.inputs()];
        data.copyInputs(index, values, 0);
        return values;
    }

    @Test
    void shouldDrawEveryValueOfTheRangeUniformly() {
        NoiseSet noise = NoiseSet.like(digits, Kind.UNIFORM, 100, 1);
        double sum = 0;
        float most = 0;
        for (int index = 0; index < noise.size(); index++) {
            for (float value : sample(noise, index)) {
                assertThat(value).isBetween(0f, 1f);
                sum += value;
                most = Math.max(most, value);
            }
        }

        assertThat(sum / (100 * 784)).isCloseTo(0.5, within(0.01));
        assertThat(most).isGreaterThan(0.99f);
    }

    @Test
    void shouldDrawNormallyAroundTheMeanOfTheRealInputs() {
        NoiseSet noise = NoiseSet.like(digits, Kind.NORMAL, 100, 1);
        int below = 0;
        for (int index = 0; index < noise.size(); index++) {
            for (float value : sample(noise, index)) {
                assertThat(value).isBetween(0f, 1f);
                below += value == 0 ? 1 : 0;
            }
        }

        assertThat(below / 78_400.0).as("moved to the end of the range").isBetween(0.2, 0.5);
    }

    @Test
    void shouldBeAFunctionOfSeedKindAndIndex() {
        NoiseSet noise = NoiseSet.like(digits, Kind.UNIFORM, 10, 1);

        assertThat(sample(noise, 4))
                .isEqualTo(sample(NoiseSet.like(digits, Kind.UNIFORM, 99, 1), 4))
                .isNotEqualTo(sample(noise, 5))
                .isNotEqualTo(sample(NoiseSet.like(digits, Kind.UNIFORM, 10, 2), 4))
                .isNotEqualTo(sample(NoiseSet.like(digits, Kind.NORMAL, 10, 1), 4));
        assertThat(noise.labelled()).isFalse();
        assertThat(noise.targets()).isZero();
    }
}
