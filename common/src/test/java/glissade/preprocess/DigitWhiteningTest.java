package glissade.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import glissade.data.DataSource;
import glissade.data.Dataset;
import glissade.data.Reading;
import glissade.preprocess.Rows.Moments;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Requirement D1: whitening of 10,000 real digits, whose covariance has rank 664 of 784, on
 * machines that have them beside the checkout.
 */
final class DigitWhiteningTest {

    private static final int INPUTS = 784;

    /** Eigenvalues above 1e-4 of the largest, and pixels that never vary: NumPy, 2026-11-21. */
    private static final int KEPT = 519;

    private static final int CONSTANT = 111;
    private static float[] rows = new float[0];

    @BeforeAll
    static void findTheDigits() {
        Path directory =
                Path.of(System.getProperty("glissade.checkout", "."), "../shared/data/mnist10k")
                        .normalize();
        boolean found = Files.isDirectory(directory);
        if (!found) {
            System.out.println("skipped: no digits in " + directory);
        }
        assumeThat(found).as("digits in %s", directory).isTrue();
        Dataset digits =
                DataSource.parse("--data", directory.toString(), Path.of("."))
                        .training(Reading.anything());
        rows = new float[digits.size() * INPUTS];
        for (int sample = 0; sample < digits.size(); sample++) {
            digits.copyInputs(sample, rows, sample * INPUTS);
        }
    }

    @Test
    void shouldMakeTheCovarianceOfKeptComponentsTheIdentity() {
        Preprocessing fitted = MemoryFit.of(PreprocessingKind.PCA_WHITEN, INPUTS, rows);

        float[] white = Rows.apply(fitted, rows);
        int kept = INPUTS - fitted.dropped();
        assertThat(kept).isEqualTo(KEPT);
        double[][] covariance = Rows.moments(INPUTS, white).covariance;
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < INPUTS; j++) {
                double expected = i == j && i < kept ? 1.0 : 0.0;
                if (Math.abs(covariance[i][j] - expected) > 1e-3) {
                    assertThat(covariance[i][j])
                            .as("covariance of %s and %s", i, j)
                            .isCloseTo(expected, within(1e-3));
                }
            }
        }
        for (int at = 0; at < white.length; at++) {
            if (at % INPUTS >= kept && white[at] != 0f) {
                assertThat(white[at]).isZero();
            }
        }
    }

    @Test
    void shouldMakeTheCovarianceTheProjectorOntoTheKeptComponents() {
        Preprocessing fitted = MemoryFit.of(PreprocessingKind.ZCA_WHITEN, INPUTS, rows);

        double[][] covariance = Rows.moments(INPUTS, Rows.apply(fitted, rows)).covariance;
        WhiteningTest.assertProjector(covariance, INPUTS - fitted.dropped());
    }

    @Test
    void shouldStandardize() {
        Preprocessing fitted = MemoryFit.of(PreprocessingKind.STANDARDIZE, INPUTS, rows);

        Moments after = Rows.moments(INPUTS, Rows.apply(fitted, rows));
        int constant = 0;
        for (int i = 0; i < INPUTS; i++) {
            double deviation = Math.sqrt(after.covariance[i][i]);
            constant += deviation == 0.0 ? 1 : 0;
            assertThat(after.mean[i]).isCloseTo(0.0, within(1e-5));
            if (deviation != 0.0) {
                assertThat(deviation).isCloseTo(1.0, within(1e-4));
            }
        }
        assertThat(fitted.dropped()).isEqualTo(constant).isEqualTo(CONSTANT);
    }
}
