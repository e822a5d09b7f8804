package glissade.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.math.ColumnProducts;
import glissade.preprocess.Rows.Moments;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirement D1: whitening of generated data; real digits are in {@link DigitWhiteningTest}. */
final class WhiteningTest {

    private static final Offset<Double> CLOSE = within(1e-3);

    /** The two kinds under test. */
    enum Whitener {
        PCA(PreprocessingKind.PCA_WHITEN),
        ZCA(PreprocessingKind.ZCA_WHITEN);

        private final PreprocessingKind kind;

        Whitener(PreprocessingKind kind) {
            this.kind = kind;
        }
    }

    @ParameterizedTest
    @CsvSource({"PCA,1", "PCA,2", "PCA,30", "ZCA,1", "ZCA,2", "ZCA,30"})
    void shouldMakeTheCovarianceOfFullRankTheIdentity(Whitener whitener, int inputs) {
        float[] rows = Rows.mixed(11, 3_000, inputs);

        Preprocessing fitted = MemoryFit.of(whitener.kind, inputs, rows);

        Moments after = Rows.moments(inputs, Rows.apply(fitted, rows));
        for (int i = 0; i < inputs; i++) {
            assertThat(after.mean[i]).isCloseTo(0.0, within(1e-5));
            for (int j = 0; j < inputs; j++) {
                assertThat(after.covariance[i][j]).isCloseTo(i == j ? 1.0 : 0.0, CLOSE);
            }
        }
        assertThat(fitted.dropped()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWhitenWhatLiesFarFromZero(Whitener whitener) {
        float[] rows = Rows.mixed(12, 3_000, 3);
        for (int at = 0; at < rows.length; at++) {
            rows[at] += 1e6f;
        }

        Preprocessing fitted = MemoryFit.of(whitener.kind, 3, rows);

        Moments after = Rows.moments(3, Rows.apply(fitted, rows));
        for (int i = 0; i < 3; i++) {
            assertThat(after.mean[i]).isCloseTo(0.0, within(1e-5));
            for (int j = 0; j < 3; j++) {
                assertThat(after.covariance[i][j]).isCloseTo(i == j ? 1.0 : 0.0, CLOSE);
            }
        }
    }

    /** Twelve samples of thirty inputs vary in eleven directions. */
    @Test
    void shouldDropAndCountWhatDoesNotVaryWithFewerSamplesThanInputs() {
        float[] rows = Rows.mixed(13, 12, 30);

        Preprocessing pca = MemoryFit.of(PreprocessingKind.PCA_WHITEN, 30, rows);
        Preprocessing zca = MemoryFit.of(PreprocessingKind.ZCA_WHITEN, 30, rows);

        assertThat(pca.dropped()).isEqualTo(19);
        assertThat(zca.dropped()).isEqualTo(19);
        assertThat(pca.words())
                .isEqualTo(
                        "11 of 30 components kept, 19 dropped (variance at most 1e-4 of the"
                                + " largest)");
        float[] principal = Rows.apply(pca, rows);
        double[][] covariance = Rows.moments(30, principal).covariance;
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 30; j++) {
                assertThat(covariance[i][j]).isCloseTo(i == j && i < 11 ? 1.0 : 0.0, CLOSE);
            }
        }
        for (int at = 0; at < principal.length; at++) {
            if (at % 30 >= 11) {
                assertThat(Float.floatToRawIntBits(principal[at])).isZero();
            }
        }
        assertProjector(Rows.moments(30, Rows.apply(zca, rows)).covariance, 11);
    }

    /** A projector is symmetric and its own square; its trace is the dimension that it leaves. */
    static void assertProjector(double[][] matrix, int dimension) {
        double trace = 0.0;
        for (int i = 0; i < matrix.length; i++) {
            trace += matrix[i][i];
            for (int j = i; j < matrix.length; j++) {
                double square = 0.0;
                for (int k = 0; k < matrix.length; k++) {
                    square += matrix[i][k] * matrix[k][j];
                }
                assertThat(square).isCloseTo(matrix[i][j], CLOSE);
            }
        }
        assertThat(trace).isCloseTo(dimension, within(1e-3 * dimension));
    }

    @Test
    void shouldOrderComponentsByVarianceAndFixTheirSigns() {
        // Two columns that rise together, a third of its own with the largest variance.
        float[] rows = new float[3 * 400];
        float[] noise = Rows.normal(14, 3 * 400, 1);
        for (int sample = 0; sample < 400; sample++) {
            rows[3 * sample] = 3 * noise[3 * sample] + noise[3 * sample + 1];
            rows[3 * sample + 1] = 3 * noise[3 * sample] - noise[3 * sample + 1];
            rows[3 * sample + 2] = -9 * noise[3 * sample + 2];
        }

        float[] values = MemoryFit.of(PreprocessingKind.PCA_WHITEN, 3, rows).values();

        // Behind the two parts of the mean: deviations, then the matrix, a column a component.
        assertThat(values[6]).isCloseTo(9f, within(0.7f));
        assertThat(values[7]).isCloseTo((float) Math.sqrt(18), within(0.4f));
        assertThat(values[8]).isCloseTo((float) Math.sqrt(2), within(0.2f));
        for (int component = 0; component < 3; component++) {
            float largest = 0f;
            for (int i = 0; i < 3; i++) {
                float entry = values[9 + 3 * i + component];
                largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
            }
            assertThat(largest).isPositive();
        }
    }

    @Test
    void shouldGiveZcaTheSameBitsOnBothKernels() {
        float[] rows = Rows.mixed(15, 500, 45);

        for (Whitener whitener : Whitener.values()) {
            Preprocessing vector = MemoryFit.of(whitener.kind, 45, rows, ColumnProducts.create());
            Preprocessing scalar = MemoryFit.of(whitener.kind, 45, rows, ColumnProducts.scalar());
            assertThat(vector.values()).isEqualTo(scalar.values());
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-30", "1e-10", "1e10", "1e18"})
    void shouldWhitenAnyScale(float scale) {
        float[] rows = Rows.mixed(16, 1_000, 6);
        for (int at = 0; at < rows.length; at++) {
            rows[at] *= scale;
        }

        Preprocessing fitted = MemoryFit.of(PreprocessingKind.ZCA_WHITEN, 6, rows);

        double[][] covariance = Rows.moments(6, Rows.apply(fitted, rows)).covariance;
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(covariance[i][j]).isCloseTo(i == j ? 1.0 : 0.0, CLOSE);
            }
        }
    }

    /** Many equal eigenvalues, many of them 0: what makes a QR iteration go round in circles. */
    @ParameterizedTest
    @CsvSource({"64,64", "64,3", "200,1", "130,70"})
    void shouldFindTheVectorsOfEqualEigenvalues(int inputs, int varying) {
        float[] rows = new float[2 * varying * inputs];
        for (int i = 0; i < varying; i++) {
            rows[2 * i * inputs + i] = 1f;
            rows[(2 * i + 1) * inputs + i] = -1f;
        }

        Preprocessing fitted = MemoryFit.of(PreprocessingKind.ZCA_WHITEN, inputs, rows);

        assertThat(fitted.dropped()).isEqualTo(inputs - varying);
        float[] out = Rows.apply(fitted, rows);
        for (int at = 0; at < out.length; at++) {
            assertThat((double) out[at])
                    .isCloseTo(rows[at] * Math.sqrt(varying), within(1e-5 * varying));
        }
    }

    @Test
    void shouldRefuseMoreInputsThanMemoryIsFor() {
        assertThatThrownBy(() -> new Fitting(PreprocessingKind.ZCA_WHITEN, 3_072, 50_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "whitening takes at most 2048 inputs, found 3072, whose covariance alone"
                                + " takes 72 MiB, and whose eigenvectors many times that and"
                                + " minutes");
        assertThat(new Fitting(PreprocessingKind.STANDARDIZE, 3_072, 50_000).passes()).hasSize(2);
    }

    @Test
    void shouldRefuseACovarianceThatIsNotFinite() {
        double[] triangle = {1.0, 0.0, Double.POSITIVE_INFINITY};

        assertThatThrownBy(() -> SymmetricEigen.of(2, triangle))
                .isInstanceOf(PreprocessingException.class)
                .hasMessageStartingWith("the covariance of the inputs is not finite");
    }
}
