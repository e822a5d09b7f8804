package glissade.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.math.Kernels;
import glissade.preprocess.Rows.Moments;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirement D1: standardising and scaling to a range; what every preprocessing has in common. */
final class PreprocessingTest {

    private static final int INPUTS = 37;
    private static final int SAMPLES = 700;

    @Test
    void shouldStandardizeToMeanZeroAndDeviationOne() {
        float[] rows = Rows.mixed(1, SAMPLES, INPUTS);
        for (int at = 0; at < rows.length; at++) {
            rows[at] = rows[at] * (1 + at % INPUTS) + at % 5;
        }

        Moments after = standardized(rows, INPUTS);

        for (int i = 0; i < INPUTS; i++) {
            assertThat(after.mean[i]).isCloseTo(0.0, within(1e-5));
            assertThat(Math.sqrt(after.covariance[i][i])).isCloseTo(1.0, within(1e-4));
        }
    }

    /** A mean of a million and noise of one: the floats of the data are a sixteenth apart. */
    @Test
    void shouldStandardizeWhatLiesFarFromZero() {
        float[] rows = Rows.normal(2, SAMPLES * 3, 1);
        for (int at = 0; at < rows.length; at++) {
            rows[at] += at % 3 == 0 ? 1e6f : -1e6f;
        }

        Moments after = standardized(rows, 3);

        for (int i = 0; i < 3; i++) {
            assertThat(after.mean[i]).isCloseTo(0.0, within(1e-5));
            assertThat(Math.sqrt(after.covariance[i][i])).isCloseTo(1.0, within(1e-4));
        }
    }

    @Test
    void shouldScaleTheTrainingDataToTheWholeRange() {
        float[] rows = Rows.mixed(3, SAMPLES, INPUTS);

        float[] scaled = Rows.apply(MemoryFit.of(PreprocessingKind.MINMAX, INPUTS, rows), rows);

        for (int i = 0; i < INPUTS; i++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int sample = 0; sample < SAMPLES; sample++) {
                least = Math.min(least, scaled[sample * INPUTS + i]);
                most = Math.max(most, scaled[sample * INPUTS + i]);
            }
            assertThat(least).isEqualTo(0f);
            assertThat(most).isEqualTo(1f);
        }
    }

    @Test
    void shouldScaleFromOneEndOfTheFloatsToTheOther() {
        float[] rows = {-Float.MAX_VALUE, 0f, Float.MAX_VALUE};

        float[] scaled = Rows.apply(MemoryFit.of(PreprocessingKind.MINMAX, 1, rows), rows);

        assertThat(scaled).containsExactly(0f, 0.5f, 1f);
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDARDIZE", "MINMAX"})
    void shouldTurnConstantColumnsIntoZeroAndCountThem(PreprocessingKind kind) {
        float[] rows = Rows.mixed(4, SAMPLES, 4);
        for (int sample = 0; sample < SAMPLES; sample++) {
            rows[sample * 4 + 1] = 0.1f;
            rows[sample * 4 + 3] = -1e6f / 3;
        }

        Preprocessing fitted = MemoryFit.of(kind, 4, rows);

        // Also for values that the training data never had.
        rows[1] = 17f;
        rows[3] = -2e6f;
        float[] out = Rows.apply(fitted, rows);
        for (int sample = 0; sample < SAMPLES; sample++) {
            assertThat(out[sample * 4 + 1]).isZero();
            assertThat(out[sample * 4 + 3]).isZero();
        }
        assertThat(fitted.dropped()).isEqualTo(2);
        assertThat(fitted.words()).isEqualTo("2 of 4 inputs are constant");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveOneSample(PreprocessingKind kind) {
        float[] rows = {3f, -4f, 0f};

        Preprocessing fitted = MemoryFit.of(kind, 3, rows);

        boolean unchanged = kind == PreprocessingKind.NONE;
        assertThat(Rows.apply(fitted, rows)).isEqualTo(unchanged ? rows : new float[3]);
        assertThat(fitted.dropped()).isEqualTo(unchanged ? 0 : 3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTransformEveryRowByItselfWithTheSameBits(PreprocessingKind kind) {
        float[] rows = Rows.mixed(5, 300, INPUTS);
        Preprocessing fitted = MemoryFit.of(kind, INPUTS, rows);
        float[] together = Rows.apply(fitted, rows);

        for (Kernels kernels : new Kernels[] {Kernels.create(), Kernels.scalar()}) {
            float[] raw = new float[2 + 3 * INPUTS];
            float[] out = fitted.worksInPlace() ? raw : new float[raw.length];
            for (int sample = 0; sample < 300; sample += 3) {
                System.arraycopy(rows, sample * INPUTS, raw, 2, 3 * INPUTS);
                fitted.apply(kernels, 1, raw, 2, out, 2);
                fitted.apply(kernels, 2, raw, 2 + INPUTS, out, 2 + INPUTS);
                assertThat(Arrays.copyOfRange(out, 2, out.length))
                        .isEqualTo(
                                Arrays.copyOfRange(
                                        together, sample * INPUTS, (sample + 3) * INPUTS));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackFromItsValues(PreprocessingKind kind) {
        float[] rows = Rows.mixed(6, 60, INPUTS);
        for (int sample = 0; sample < 60; sample++) {
            rows[sample * INPUTS + 5] = 1f;
        }
        Preprocessing fitted = MemoryFit.of(kind, INPUTS, rows);

        Preprocessing again = Preprocessing.of(kind, INPUTS, fitted.values());

        assertThat(again.kind()).isEqualTo(kind);
        assertThat(again.inputs()).isEqualTo(INPUTS);
        assertThat(again.dropped()).isEqualTo(fitted.dropped());
        assertThat(again.values()).isEqualTo(fitted.values()).hasSize(kind.valueCount(INPUTS));
        assertThat(Rows.apply(again, rows)).isEqualTo(Rows.apply(fitted, rows));
    }

    @ParameterizedTest
    @EnumSource
    void shouldListItsTensorsInTheOrderOfItsValues(PreprocessingKind kind) {
        int count = 0;
        for (PreprocessingKind.TensorShape tensor : kind.tensors(7)) {
            int length = 1;
            for (int size : tensor.shape()) {
                length *= size;
            }
            count += length;
        }

        assertThat(count).isEqualTo(kind.valueCount(7));
        assertThat(PreprocessingKind.of(kind.optionName())).isEqualTo(kind);
        assertThat(PreprocessingKind.of("sphere")).isNull();
    }

    @Test
    void shouldRefuseValuesThatNobodyFitted() {
        assertRefused(
                PreprocessingKind.MINMAX,
                new float[3],
                "preprocessing minmax of 2 inputs has 4 values: found 3");
        assertRefused(
                PreprocessingKind.MINMAX,
                new float[] {0f, 2f, 1f, 1f},
                "preprocessing minmax: the minimum of input 1 is above its maximum: 2.0 > 1.0");
        assertRefused(
                PreprocessingKind.STANDARDIZE,
                new float[] {0f, 0f, 0f, 0f, 1f, -1f},
                "preprocessing standardize: a deviation is negative: -1.0");
        assertRefused(
                PreprocessingKind.ZCA_WHITEN,
                new float[] {0f, 0f, 0f, 0f, 1f, 1f, 1f, 0f, Float.NaN, 1f},
                "preprocessing zca-whiten: a value is NaN");
    }

    private static void assertRefused(PreprocessingKind kind, float[] values, String message) {
        assertThatThrownBy(() -> Preprocessing.of(kind, 2, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Moments standardized(float[] rows, int inputs) {
        Preprocessing fitted = MemoryFit.of(PreprocessingKind.STANDARDIZE, inputs, rows);
        return Rows.moments(inputs, Rows.apply(fitted, rows));
    }
}
