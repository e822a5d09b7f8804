package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.AllocatedBytes;
import glissade.collective.Assignment;
import glissade.collective.EpochShape;
import glissade.collective.StepShare;
import glissade.collective.UnitRounding;
import glissade.math.Precision;
import org.junit.jupiter.api.Test;

class ResidualsTest {

    /** Mini-batches of ten samples in slices of four: units of eight and of two samples. */
    private final EpochShape shape = new EpochShape(40, 10, 4);

    private Residuals residuals(int rank, int worldSize) {
        Assignment assignment =
                new Assignment(shape, worldSize, new UnitRounding(Precision.FP32, 2, 0.5));
        return new Residuals(StepShare.of(assignment.layout(0), rank), shape.sliceSize(), 4);
    }

    @Test
    void shouldHoldBackWhatIsSmallOverTheSamplesOfAUnit() {
        Residuals residuals = residuals(0, 1);
        float[] first = {3, -4, 4, 9};
        float[] second = {0.5f, -1, 1, 9};

        residuals.sift(0, first, 0, 3);
        residuals.sift(1, second, 0, 4);

        assertThat(first).containsExactly(0, -4, 4, 9);
        assertThat(residuals.all()[0]).containsExactly(3, 0, 0, 0);
        assertThat(second).containsExactly(0, -1, 1, 9);
        assertThat(residuals.all()[1]).containsExactly(0.5f, 0, 0, 0);
    }

    @Test
    void shouldSendWhatHasAddedUpAndHoldNothingOfItBack() {
        Residuals residuals = residuals(0, 1);
        float[] sums = new float[4];
        for (int step = 0; step < 3; step++) {
            sums[1] = 1.5f;
            residuals.sift(0, sums, 0, 4);
        }

        assertThat(sums).containsExactly(0, 4.5f, 0, 0);
        assertThat(residuals.all()[0]).containsOnly(0);
    }

    @Test
    void shouldSendNaNAndInfinityAtOnce() {
        Residuals residuals = residuals(0, 1);
        float[] sums = {Float.NaN, Float.NEGATIVE_INFINITY, 0, -0f};

        residuals.sift(0, sums, 0, 4);

        assertThat(sums[0]).isNaN();
        assertThat(sums[1]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Float.floatToRawIntBits(sums[3])).isZero();
        assertThat(residuals.all()[0]).containsExactly(0f, 0f, 0f, 0f);
    }

    @Test
    void shouldGoOnWithTheResidualsOfOwnUnits() {
        Residuals residuals = residuals(1, 2);
        float[] sums = {0.25f, 0, 0, 0};

        residuals.begin(new float[][] {{9, 9, 9, 9}, {0.75f, 0, 0, 0}});
        residuals.sift(1, sums, 0, 4);

        assertThat(residuals.all()[0]).isEmpty();
        assertThat(sums).containsExactly(1, 0, 0, 0);
    }

    @Test
    void shouldAllocateNothing() {
        Residuals residuals = residuals(0, 1);
        float[] sums = {3, -4, 4, 9};

        assertThat(AllocatedBytes.of(() -> residuals.sift(0, sums, 0, 4))).isZero();
    }
}
