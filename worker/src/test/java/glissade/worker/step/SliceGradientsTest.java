package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.AllocatedBytes;
import glissade.collective.Assignment;
import glissade.collective.MergeTree;
import glissade.collective.UnitRounding;
import glissade.math.Kernels;
import glissade.math.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceGradientsTest {

    private final StepFixture fixture = new StepFixture();
    private final Kernels kernels = Kernels.create();

    /**
     * The whole mini-batch's sums as {@code worldSize} workers with {@code lanes} threads each give
     * them, and its loss.
     */
    private double sum(int worldSize, int laneCount, long step, float[] total) {
        return sum(worldSize, laneCount, step, UnitRounding.NONE, 64, total);
    }

    private double sum(
            int worldSize,
            int laneCount,
            long step,
            UnitRounding rounding,
            int samplesAtOnce,
            float[] total) {
        Assignment assignment = new Assignment(StepFixture.SHAPE, worldSize, rounding);
        MergeTree tree = assignment.layout(step).tree();
        List<float[]> sums = new ArrayList<>();
        double[] losses = new double[tree.size()];
        for (int rank = 0; rank < worldSize; rank++) {
            try (Lanes lanes = new Lanes(laneCount, "test")) {
                SliceGradients gradients =
                        fixture.gradients(rank, assignment, lanes, samplesAtOnce);
                gradients.forward(step, fixture.parameters);
                compute(gradients);
                for (int pass = 1; pass < gradients.passes(); pass++) {
                    gradients.forward(pass);
                    compute(gradients);
                }
                for (int node = 0; node < gradients.nodes(); node++) {
                    losses[sums.size()] = gradients.lossSum(node);
                    assertThat(gradients.precision(node)).isEqualTo(tree.precision(sums.size()));
                    sums.add(gradients.sums(node).clone());
                }
            }
        }
        for (int node = tree.leaves(); node < tree.size(); node++) {
            float[] left = sums.get(tree.left(node)).clone();
            float[] right = sums.get(tree.right(node));
            for (int i = 0; i < left.length; i++) {
                left[i] += right[i];
            }
            kernels.round(tree.precision(node), left, 0, left.length);
            sums.add(left);
            losses[node] = losses[tree.left(node)] + losses[tree.right(node)];
        }
        System.arraycopy(sums.getLast(), 0, total, 0, total.length);
        return losses[tree.size() - 1];
    }

    private static void compute(SliceGradients gradients) {
        for (int part = gradients.parts() - 1; part >= 0; part--) {
            gradients.gradient(part);
        }
    }

    @ParameterizedTest(name = "{0} workers, {1} lanes, step {2}")
    @CsvSource({
        "1,2,0", "1,3,0", "2,1,0", "2,2,0", "3,1,0", "5,2,0", "7,4,0", "2,1,4", "3,2,4", "8,1,4"
    })
    void shouldGiveTheSameBitsForAnyNumberOfWorkersAndLanes(int worldSize, int lanes, long step) {
        float[] alone = new float[fixture.parameters.length];
        float[] divided = new float[fixture.parameters.length];

        double lossAlone = sum(1, 1, step, alone);
        double lossDivided = sum(worldSize, lanes, step, divided);

        assertThat(divided).isEqualTo(alone);
        assertThat(lossDivided).isEqualTo(lossAlone);
        assertThat(lossAlone).isGreaterThan(0);
    }

    /** Workers that hold less than a unit, one, several or all. */
    @ParameterizedTest(name = "{0} in {1} units, {2} workers, {3} lanes, step {4}")
    @CsvSource({
        "BF16,1,3,1,0",
        "BF16,2,1,2,0",
        "BF16,2,2,1,0",
        "BF16,2,5,2,0",
        "FP16,3,1,3,0",
        "FP16,3,2,2,0",
        "FP16,3,3,1,0",
        "FP16,3,7,1,4",
        "BF16,8,1,2,0",
        "BF16,8,2,1,4",
        "BF16,8,5,1,0"
    })
    void shouldRoundTheSumsOfUnitsWhoeverComputesThem(
            Precision precision, int units, int worldSize, int lanes, long step) {
        UnitRounding rounding = new UnitRounding(precision, units);
        float[] exact = new float[fixture.parameters.length];
        float[] alone = new float[fixture.parameters.length];
        float[] divided = new float[fixture.parameters.length];

        double loss = sum(1, 1, step, exact);
        sum(1, 1, step, rounding, 64, alone);
        double lossDivided = sum(worldSize, lanes, step, rounding, 64, divided);

        assertThat(divided).isEqualTo(alone).isNotEqualTo(exact);
        assertThat(lossDivided).isEqualTo(loss);
    }

    /** Slices of 10 samples, of which a mini-batch has seven, and the last of an epoch five. */
    @ParameterizedTest(name = "{0} samples at once, {1} units, {2} workers, {3} lanes, step {4}")
    @CsvSource({
        "10,0,1,1,0",
        "10,0,2,2,0",
        "20,0,1,2,0",
        "25,0,1,1,4",
        "30,0,1,1,0",
        "30,0,2,1,4",
        "63,0,1,2,0",
        "10,3,1,2,0",
        "20,2,1,1,0",
        "20,1,2,1,0",
        "40,8,1,1,4"
    })
    void shouldGiveTheSameBitsInSeveralPasses(
            int samplesAtOnce, int units, int worldSize, int lanes, long step) {
        UnitRounding rounding =
                units == 0 ? UnitRounding.NONE : new UnitRounding(Precision.BF16, units);
        float[] atOnce = new float[fixture.parameters.length];
        float[] inPasses = new float[fixture.parameters.length];

        double loss = sum(1, 1, step, rounding, 64, atOnce);
        double lossInPasses = sum(worldSize, lanes, step, rounding, samplesAtOnce, inPasses);

        assertThat(inPasses).isEqualTo(atOnce);
        assertThat(lossInPasses).isEqualTo(loss);
    }

    @Test
    void shouldHoldNoMoreSamplesThanItIsTold() {
        Assignment assignment = new Assignment(StepFixture.SHAPE, 1);
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients atOnce = fixture.gradients(0, assignment, lanes);
            SliceGradients inPasses = fixture.gradients(0, assignment, lanes, 25);
            atOnce.forward(0, fixture.parameters);
            inPasses.forward(0, fixture.parameters);

            assertThat(atOnce.passes()).isEqualTo(1);
            assertThat(atOnce.propagation().inputs()).hasSize(70 * 784);
            assertThat(inPasses.passes()).isEqualTo(4);
            assertThat(inPasses.propagation().inputs()).hasSize(20 * 784);
        }
    }

    /** Steps 3 to 6; step 4 is short and ends the first epoch. */
    @ParameterizedTest(name = "{0} lanes, {1} samples at once, {2} workers")
    @CsvSource({"1,64,1", "2,64,1", "3,64,1", "9,64,1", "2,20,1", "2,64,3", "3,64,8"})
    void shouldGiveTheSameBitsFromSamplesGatheredAheadOfTime(
            int laneCount, int samplesAtOnce, int worldSize) {
        Assignment assignment = new Assignment(StepFixture.SHAPE, worldSize);
        int rank = worldSize - 1;
        try (Lanes lanes = new Lanes(laneCount, "test")) {
            SliceGradients ahead = fixture.gradients(rank, assignment, lanes, samplesAtOnce);
            SliceGradients plain = fixture.gradients(rank, assignment, lanes, samplesAtOnce);
            for (long step = 3; step <= 6; step++) {
                computeAll(ahead, step);
                computeAll(plain, step);
                for (int node = 0; node < plain.nodes(); node++) {
                    assertThat(ahead.sums(node)).isEqualTo(plain.sums(node));
                    assertThat(ahead.lossSum(node)).isEqualTo(plain.lossSum(node));
                }
                ahead.gatherAhead(step + 1);
            }
        }
    }

    @Test
    void shouldForgetWhatWasGatheredForAnotherStep() {
        Assignment assignment = new Assignment(StepFixture.SHAPE, 1);
        try (Lanes lanes = new Lanes(2, "test")) {
            SliceGradients ahead = fixture.gradients(0, assignment, lanes);
            SliceGradients plain = fixture.gradients(0, assignment, lanes);
            computeAll(ahead, 0);
            ahead.gatherAhead(1);
            computeAll(ahead, 7);
            computeAll(plain, 7);

            assertThat(ahead.sums(0)).isEqualTo(plain.sums(0));
            assertThat(ahead.lossSum(0)).isEqualTo(plain.lossSum(0));
        }
    }

    @Test
    void shouldAllocateNothingWhenSamplesAreGatheredAheadOfTime() {
        Assignment assignment = new Assignment(StepFixture.SHAPE, 1);
        try (Lanes lanes = new Lanes(2, "test")) {
            SliceGradients gradients = fixture.gradients(0, assignment, lanes);

            long allocated =
                    AllocatedBytes.of(() -> {
                        for (long step = 0; step < 4; step++) {
                            computeAll(gradients, step);
                            gradients.gatherAhead(step + 1);
                        }
                    });

            assertThat(allocated).isZero();
        }
    }

    private void computeAll(SliceGradients gradients, long step) {
        gradients.forward(step, fixture.parameters);
        gradients.accumulate();
        compute(gradients);
    }
}
