package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.nn.Activation;
import glissade.nn.Layouts;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AveragerTest {

    private static final int PARAMETERS = 20_000;

    private final Random random = new Random(11);
    private final Buckets buckets = new Buckets(PARAMETERS);
    private final float[] start = noise();

    private float[] noise() {
        float[] values = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Averager averager(TrainingState state) {
        return new Averager(
                buckets,
                Layouts.ofLength(PARAMETERS),
                Objective.LOSS,
                OptimizerDescription.of("adam").create(),
                Schedule.constant(0.01),
                Kernels.scalar(),
                state);
    }

    private TrainingState fresh() {
        return new TrainingState(0, start, new float[2][PARAMETERS]);
    }

    private static void step(Averager averager, float[] sums, int... order) {
        averager.begin(32);
        averager.loss(3.5);
        for (int bucket : order) {
            averager.gathered(bucket, sums);
            while (averager.hasReady()) {
                averager.apply();
            }
        }
        averager.commit();
    }

    @Test
    void shouldCommitTheSameBitsInWhateverOrderBucketsArrive() {
        float[] sums = noise();
        Averager forwards = averager(fresh());
        Averager backwards = averager(fresh());

        step(forwards, sums.clone(), 0, 1, 2);
        step(backwards, sums.clone(), 2, 0, 1);

        assertThat(backwards.parameters()).isEqualTo(forwards.parameters());
        assertThat(backwards.gradientNorm()).isEqualTo(forwards.gradientNorm());
        assertThat(forwards.parameters()).isNotEqualTo(start);
    }

    @Test
    void shouldGoOnFromAStateWithTheBitsOfTheRunThatWasNeverStopped() {
        float[] first = noise();
        float[] second = noise();
        Averager whole = averager(fresh());
        step(whole, first.clone(), 0, 1, 2);
        TrainingState between = whole.state();
        step(whole, second.clone(), 0, 1, 2);

        Averager resumed = averager(between);
        step(resumed, second.clone(), 1, 2, 0);

        assertThat(resumed.step()).isEqualTo(2);
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.state().optimizerState()).isDeepEqualTo(whole.state().optimizerState());
    }

    @Test
    void shouldKeepTheParametersOfTheStepReadableUntilTheCommit() {
        Averager averager = averager(fresh());

        averager.begin(1);
        averager.gathered(0, noise());
        averager.apply();

        assertThat(averager.parameters()).isEqualTo(start);
        assertThat(averager.next()).isNotEqualTo(start);
        assertThatThrownBy(averager::commit).hasMessage("step 0 has updated 1 of 3 buckets");
    }

    @Test
    void shouldKeepTheParametersThatLastGaveAFiniteLoss() {
        Averager averager = averager(fresh());
        step(averager, noise(), 0, 1, 2);
        averager.begin(32);

        assertThat(averager.loss(Double.NaN)).isFalse();

        assertThat(averager.lastFiniteState().step()).isEqualTo(0);
        assertThat(averager.lastFiniteState().parameters()).isEqualTo(start);
    }

    @Test
    void shouldKeepTheStateItStartedFromWhenTheFirstLossIsNotFinite() {
        Averager averager = averager(fresh());
        averager.begin(32);

        assertThat(averager.loss(Double.POSITIVE_INFINITY)).isFalse();

        assertThat(averager.lastFiniteState().parameters()).isEqualTo(start);
    }

    @Test
    void shouldAverageOverTheSamplesAndReportTheNorm() {
        Averager averager =
                new Averager(
                        new Buckets(2),
                        Layouts.ofLength(2),
                        Objective.LOSS,
                        OptimizerDescription.of("sgd").create(),
                        Schedule.constant(1),
                        Kernels.scalar(),
                        new TrainingState(0, new float[] {1, 1}, new float[0][]));

        averager.begin(4);
        assertThat(averager.loss(8)).isTrue();
        averager.gathered(0, new float[] {12, 16});
        averager.apply();
        averager.commit();

        assertThat(averager.parameters()).containsExactly(-2, -3);
        assertThat(averager.gradientNorm()).isEqualTo(5);
        assertThat(averager.meanLoss()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAStateOfAnotherShape() {
        assertThatThrownBy(() -> averager(new TrainingState(0, new float[3], new float[2][3])))
                .hasMessage(
                        "state does not fit: parameters=3, expected=20000, stateVectors=2, expected=2");
    }

    /** Two weights and a bias, moved by plain descent at rate 1 with sums over 2 samples. */
    private static float[] moved(Objective objective, double weightDecay, float... sums) {
        Averager averager = small(objective, weightDecay);
        averager.begin(2);
        averager.loss(1);
        averager.gathered(0, sums);
        averager.apply();
        averager.commit();
        return averager.parameters();
    }

    private static Averager small(Objective objective, double weightDecay) {
        OptimizerDescription sgd = OptimizerDescription.of("sgd").withWeightDecay(weightDecay);
        return new Averager(
                new Buckets(3),
                Layouts.ofLength(3),
                objective,
                sgd.create(),
                Schedule.constant(1),
                Kernels.scalar(),
                new TrainingState(0, new float[] {2, -4, 8}, new float[0][]));
    }

    /** Requirement M4: objective = loss + λ Σ|w| + λ/2 Σw², biases left out unless asked. */
    @Test
    void shouldAddTheGradientOfThePenaltiesForWeightsAlone() {
        assertThat(moved(new Objective(0.5, 0, false, 0, 0), 0, 0, 0, 0))
                .containsExactly(1.5f, -3.5f, 8);
        assertThat(moved(new Objective(0, 0.25, false, 0, 0), 0, 0, 0, 0))
                .containsExactly(1.5f, -3, 8);
        assertThat(moved(new Objective(0.5, 0.25, true, 0, 0), 0, 0, 0, 0))
                .containsExactly(1, -2.5f, 5.5f);
        assertThat(moved(Objective.LOSS, 0.25, 0, 0, 0)).containsExactly(1.5f, -3, 8);
        assertThat(moved(new Objective(0, 0, true, 0, 0), 0.25, 0, 0, 0))
                .containsExactly(1.5f, -3, 6);
    }

    @Test
    void shouldTakeTheSlopeOfAMagnitudeAtZeroForZero() {
        Averager averager =
                new Averager(
                        new Buckets(2),
                        Layouts.ofLength(2),
                        new Objective(0.5, 0, false, 0, 0),
                        OptimizerDescription.of("sgd").create(),
                        Schedule.constant(1),
                        Kernels.scalar(),
                        new TrainingState(0, new float[2], new float[0][]));
        step(averager, new float[2], 0);

        assertThat(averager.parameters()).containsExactly(0, 0);
    }

    @Test
    void shouldTellHowHighThePenaltyWasBeforeTheUpdate() {
        Averager averager = small(new Objective(0.5, 0.25, false, 0, 0), 0);

        step(averager, new float[3], 0);

        assertThat(averager.penalty()).isEqualTo(0.5 * 6 + 0.125 * 20);
    }

    /** Requirement G3 beside it: gradients that explode are bounded. */
    @Test
    void shouldBoundEachComponentOrTheNormOfTheObjectivesGradient() {
        assertThat(moved(new Objective(0, 0, false, 0, 0.5), 0, 6, -0.5f, -8))
                .containsExactly(1.5f, -3.75f, 8.5f);
        float[] clipped = moved(new Objective(0, 0, false, 2.5, 0), 0, 6, 0, 8);
        assertThat(clipped[0]).isCloseTo(0.5f, within(1e-5f));
        assertThat(clipped[1]).isEqualTo(-4);
        assertThat(clipped[2]).isCloseTo(6, within(1e-5f));
        assertThat(moved(new Objective(0, 0, false, 5.1, 0), 0, 6, 0, 8))
                .containsExactly(-1, -4, 4);
        assertThat(moved(new Objective(0, 1, false, 1, 0), 0, -4, 8, 0)).containsExactly(2, -4, 8);
    }

    /** Buckets that are taken in together may be worked on in any order, by any thread. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void shouldTakeInManyBucketsToTheBitsOfOneByOne(double clipNorm) {
        Objective objective = new Objective(0.01, 0.02, false, clipNorm, 0);
        float[] sums = noise();
        Averager single = averager(objective);
        Averager spread = averager(objective);
        Spread backwards =
                (from, to, work) ->
                        IntStream.range(from, to)
                                .forEach(i -> work.run(from + to - 1 - i, Kernels.scalar()));

        step(single, sums.clone(), 2, 1, 0);
        float[] taken = sums.clone();
        spread.begin(32);
        spread.loss(3.5);
        spread.take(1, 3, taken, backwards);
        spread.take(1, 1, taken, backwards);
        spread.take(0, 1, taken, backwards);
        spread.commit();

        assertThat(spread.parameters()).isEqualTo(single.parameters());
        assertThat(spread.gradientNorm()).isEqualTo(single.gradientNorm());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 32, 33, 1 << 20})
    void shouldDivideByTheNumberOfSamplesWhateverItIs(int samples) {
        float[] sums = noise();
        sums[0] = Float.MIN_NORMAL;
        sums[1] = 3 * Float.MIN_VALUE;
        sums[2] = Float.MAX_VALUE;
        float[] expected = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            expected[i] = start[i] - sums[i] / samples;
        }
        Averager averager = averager(Objective.LOSS);
        averager.begin(samples);
        averager.loss(1);

        averager.take(
                0,
                3,
                sums,
                (from, to, work) ->
                        IntStream.range(from, to)
                                .forEach(bucket -> work.run(bucket, Kernels.scalar())));
        averager.commit();

        assertThat(averager.parameters()).isEqualTo(expected);
    }

    @Test
    void shouldWaitForTheWholeGradientBeforeItBoundsItsNorm() {
        Objective bounded = new Objective(0, 0, false, 1, 0);
        float[] sums = noise();
        Averager forwards = averager(bounded);
        Averager backwards = averager(bounded);
        forwards.begin(32);
        forwards.loss(1);

        forwards.gathered(0, sums.clone());
        assertThat(forwards.hasReady()).isFalse();

        step(forwards, sums.clone(), 0, 1, 2);
        step(backwards, sums.clone(), 2, 1, 0);
        assertThat(forwards.parameters()).isEqualTo(backwards.parameters());
        double squares = 0;
        for (int i = 0; i < PARAMETERS; i++) {
            double difference = (double) forwards.parameters()[i] - start[i];
            squares += difference * difference;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-4));
        assertThat(forwards.gradientNorm()).isGreaterThan(4);
    }

    private Averager averager(Objective objective) {
        return new Averager(
                buckets,
                Layouts.ofLength(PARAMETERS),
                objective,
                OptimizerDescription.of("sgd").create(),
                Schedule.constant(1),
                Kernels.create(),
                new TrainingState(0, start, new float[0][]));
    }

    @Test
    void shouldTellHowFarTheLossWouldFallIfTheGradientHeld() {
        Averager averager = small(Objective.LOSS, 0);

        step(averager, new float[] {32, 0, -64}, 0);

        assertThat(averager.promisedFall()).isEqualTo(1 + 4);
    }

    @Test
    void shouldLookAtSomeBlocksOfALargeNetworkForAll() {
        int count = 100 * Buckets.BLOCK;
        float[] ones = new float[count];
        Arrays.fill(ones, 1);

        double fall = new PromisedFall(count).of(ones, ones, new float[count]);

        assertThat(fall).isEqualTo(count);
    }

    /** Components of the gradient that pay most, by layer. */
    @Test
    void shouldNameTheSteepestComponentOfEachLayer() {
        ParameterLayout layout =
                new ParameterLayout(
                        NetworkDescription.parse(
                                "2-3-2", Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
        float[] gradients = new float[layout.parameterCount()];
        gradients[1 * 3 + 2] = -4; // in memory [in][out]: input 1 of unit 2
        gradients[0] = 3;
        gradients[layout.biasOffset(1) + 1] = 0.5f;

        List<LayerGradient> layers = new LayerGradients(layout, Kernels.scalar()).of(gradients);

        assertThat(layers)
                .containsExactly(
                        new LayerGradient(0, 5, "weight[2,1]", -4),
                        new LayerGradient(1, 0.5, "bias[1]", 0.5f));
    }
}
