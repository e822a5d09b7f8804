package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.AllocatedBytes;
import glissade.math.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationTest {
    private static final int ROWS = 45;
    private static final int SLICE = 4; // 12 slices, the last of one row

    private final Kernels kernels = Kernels.create();

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameBitsHoweverSlicesAreDividedOverWorkers(Loss loss) {
        Network network = network("37-21-5", loss);
        float[] parameters = parameters(network);
        SlicedGradient gradient = new SlicedGradient(kernels, network, filled(network), SLICE);

        SlicedGradient.Sums whole = gradient.sum(parameters, ROWS);

        for (int first = 0; first <= 12; first++) {
            for (int second = first; second <= 12; second++) {
                SlicedGradient.Sums divided = gradient.sum(parameters, ROWS, first, second);
                assertThat(divided.loss()).isEqualTo(whole.loss());
                assertThat(divided.gradients()).containsExactly(whole.gradients());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 36, 37})
    void shouldGiveTheSameBitsHoweverInputsAreDividedOverLanes(int cut) {
        Network network = network("37-21-5", Loss.CROSS_ENTROPY);
        Propagation propagation = filled(network);
        float[] whole = new float[network.layout().parameterCount()];
        float[] divided = new float[whole.length];
        propagation.forward(kernels, parameters(network), 0, ROWS);
        propagation.loss(kernels, 0, ROWS);
        propagation.backward(kernels, parameters(network), 1, 0, ROWS);

        propagation.gradient(kernels, 0, 0, ROWS, SLICE, 0, 37, whole);
        propagation.gradient(kernels, 0, 0, ROWS, SLICE, cut, 37, divided);
        propagation.gradient(kernels, 0, 0, ROWS, SLICE, 0, cut, divided);

        assertThat(divided).containsExactly(whole);
    }

    @Test
    @Timeout(30)
    void shouldGiveTheSameBitsWhenLanesWorkOnDisjointRowsAtOnce() throws Exception {
        Network network = network("37-21-5", Loss.CROSS_ENTROPY);
        float[] parameters = parameters(network);
        float[] expected =
                new SlicedGradient(kernels, network, filled(network), SLICE)
                        .sum(parameters, ROWS)
                        .gradients();
        Propagation propagation = filled(network);
        float[] gradients = new float[expected.length];
        CyclicBarrier phase = new CyclicBarrier(3);

        try (ExecutorService lanes = Executors.newFixedThreadPool(3)) {
            Future<?>[] running = new Future<?>[3];
            for (int lane = 0; lane < 3; lane++) {
                int number = lane;
                running[lane] =
                        lanes.submit(() -> {
                            runLane(number, propagation, parameters, gradients, phase);
                            return null;
                        });
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        }

        assertThat(gradients).containsExactly(expected);
    }

    private static void runLane(
            int lane,
            Propagation propagation,
            float[] parameters,
            float[] gradients,
            CyclicBarrier phase)
            throws Exception {
        Kernels own = Kernels.create();
        int fromRow = lane * 15;
        propagation.forward(own, parameters, fromRow, fromRow + 15);
        propagation.loss(own, fromRow, fromRow + 15);
        propagation.backward(own, parameters, 1, fromRow, fromRow + 15);
        phase.await();
        propagation.gradient(own, 1, 0, ROWS, SLICE, lane * 7, lane * 7 + 7, gradients);
        int from = lane * 13;
        propagation.gradient(own, 0, 0, ROWS, SLICE, from, Math.min(37, from + 13), gradients);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void shouldGiveTheSameBitsInScalarKernels(Activation hidden) {
        Network network =
                new Network(
                        NetworkDescription.parse(
                                "37-21-19-5", hidden, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
        float[] parameters = parameters(network);

        SlicedGradient.Sums vector =
                new SlicedGradient(kernels, network, filled(network), SLICE).sum(parameters, ROWS);
        SlicedGradient.Sums scalar =
                new SlicedGradient(Kernels.scalar(), network, filled(network), SLICE)
                        .sum(parameters, ROWS);

        assertThat(vector.loss()).isEqualTo(scalar.loss());
        assertThat(vector.gradients()).containsExactly(scalar.gradients());
    }

    @ParameterizedTest
    @EnumSource
    void shouldForgetThePreviousBatch(Loss loss) {
        Network network = network("37-21-5", loss);
        float[] parameters = parameters(network);
        SlicedGradient.Sums expected =
                new SlicedGradient(kernels, network, filled(network), SLICE).sum(parameters, 17);
        Propagation used = filled(network);
        SlicedGradient gradient = new SlicedGradient(kernels, network, used, SLICE);
        Arrays.fill(used.labels(), 3);
        Arrays.fill(used.inputs(), 0.5f);
        gradient.sum(parameters, ROWS);

        fill(network, used);
        SlicedGradient.Sums sums = gradient.sum(parameters, 17);

        assertThat(sums.loss()).isEqualTo(expected.loss());
        assertThat(sums.gradients()).containsExactly(expected.gradients());
    }

    /** Requirement M2. */
    @Test
    void shouldStayFiniteForLogitsOfTenThousand() {
        Network network = network("1-3", Loss.CROSS_ENTROPY);
        float[] parameters = {1e4f, 0f, -1e4f, 0f, 0f, 0f};
        Propagation propagation = new Propagation(network, 3);
        propagation.inputs()[0] = 1f;
        propagation.inputs()[1] = 1f;
        propagation.inputs()[2] = 1e-4f;
        propagation.labels()[1] = 2;

        propagation.forward(kernels, parameters, 0, 3);

        assertThat(propagation.outputs()).startsWith(1f, 0f, 0f, 1f, 0f, 0f);
        assertThat(propagation.loss(kernels, 0, 1)).isZero();
        assertThat(propagation.loss(kernels, 1, 2)).isEqualTo(2e4);
        double moderate = Math.log(Math.E + 1 + 1 / Math.E) - 1;
        assertThat(propagation.loss(kernels, 2, 3)).isCloseTo(moderate, within(1e-6));
        float[] gradients = new float[6];
        propagation.gradient(kernels, 0, 0, 2, 2, 0, 1, gradients);
        assertThat(gradients).containsExactly(1f, 0f, -1f, 1f, 0f, -1f);
    }

    @Test
    void shouldHandNaNOnToLossAndOutputs() {
        Network network = network("2-3-2", Loss.CROSS_ENTROPY);
        Propagation propagation = new Propagation(network, 2);
        propagation.inputs()[0] = Float.NaN;
        propagation.forward(kernels, parameters(network), 0, 2);

        assertThat(propagation.loss(kernels, 0, 1)).isNaN();
        assertThat(propagation.loss(kernels, 1, 2)).isFinite();
    }

    @Test
    void shouldCountOnlyRowsWhoseFirstLargestOutputIsTheLabel() {
        Network network = network("3-3", Loss.MSE);
        float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
        Propagation propagation = new Propagation(network, 4);
        float[] rows = {
            1, 3, 2, // label 1: right
            5, 5, 0, // label 0: right, the first of equals
            5, 5, 0, // label 1: wrong
            Float.NaN, 9, 0, // label 1: never right
        };
        System.arraycopy(rows, 0, propagation.inputs(), 0, rows.length);
        int[] labels = {1, 0, 1, 1};
        System.arraycopy(labels, 0, propagation.labels(), 0, labels.length);

        propagation.forward(kernels, identity, 0, 4);

        assertThat(propagation.correct(0, 4)).isEqualTo(2);
        assertThat(propagation.correct(2, 4)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothing(Loss loss) {
        Network network = network("37-21-5", loss);
        float[] parameters = parameters(network);
        Propagation propagation = filled(network);
        float[] gradients = new float[parameters.length];

        long bytes =
                AllocatedBytes.of(() -> {
                    propagation.forward(kernels, parameters, 0, ROWS);
                    propagation.loss(kernels, 0, ROWS);
                    propagation.correct(0, ROWS);
                    propagation.gradient(kernels, 1, 0, ROWS, SLICE, 0, 21, gradients);
                    propagation.backward(kernels, parameters, 1, 0, ROWS);
                    propagation.gradient(kernels, 0, 0, ROWS, SLICE, 0, 37, gradients);
                });

        assertThat(bytes).isZero();
    }

    /** Layer normalisation, dropout and smoothed labels together. */
    private static final TrainingNoise NOISE = new TrainingNoise(5, 0.3, 0.1);

    /** Rows of 21 and of 9 take different numbers of whole vectors. */
    private static Network normalized() {
        return new Network(
                new NetworkDescription(
                        List.of(37, 21, 9, 5),
                        Activation.RELU,
                        Activation.SOFTMAX,
                        Loss.CROSS_ENTROPY,
                        true));
    }

    private static Propagation training(Network network) {
        Propagation propagation = Propagation.forTraining(network, ROWS, TargetKind.LABELS, NOISE);
        fill(network, propagation);
        for (int row = 0; row < ROWS; row++) {
            propagation.samples()[row] = 1000 - row;
        }
        propagation.epoch(2);
        return propagation;
    }

    @Test
    void shouldGiveTheSameBitsWithLayerNormAndDropoutHoweverSlicesAreDivided() {
        Network network = normalized();
        float[] parameters = parameters(network);
        SlicedGradient gradient = new SlicedGradient(kernels, network, training(network), SLICE);
        SlicedGradient.Sums whole = gradient.sum(parameters, ROWS);
        SlicedGradient.Sums scalar =
                new SlicedGradient(Kernels.scalar(), network, training(network), SLICE)
                        .sum(parameters, ROWS);

        assertThat(scalar.loss()).isEqualTo(whole.loss());
        assertThat(scalar.gradients()).containsExactly(whole.gradients());
        for (int first = 0; first <= 12; first += 3) {
            for (int second = first; second <= 12; second++) {
                SlicedGradient.Sums divided = gradient.sum(parameters, ROWS, first, second);
                assertThat(divided.loss()).isEqualTo(whole.loss());
                assertThat(divided.gradients()).containsExactly(whole.gradients());
            }
        }
    }

    @Test
    void shouldLeaveOtherUnitsOutOfOtherSamplesAndInOtherEpochsAndNoneInEvaluation() {
        Network network = normalized();
        float[] parameters = parameters(network);
        Propagation propagation = training(network);
        propagation.forward(kernels, parameters, 0, ROWS);
        float[] outputs = propagation.outputs().clone();

        propagation.forward(kernels, parameters, 0, ROWS);
        assertThat(propagation.outputs()).containsExactly(outputs);
        propagation.epoch(3);
        propagation.forward(kernels, parameters, 0, ROWS);
        assertThat(propagation.outputs()).isNotEqualTo(outputs);
        propagation.epoch(2);
        propagation.samples()[0]++;
        propagation.forward(kernels, parameters, 0, ROWS);
        assertThat(Arrays.copyOf(propagation.outputs(), 5)).isNotEqualTo(Arrays.copyOf(outputs, 5));
        assertThat(Arrays.copyOfRange(propagation.outputs(), 5, 5 * ROWS))
                .containsExactly(Arrays.copyOfRange(outputs, 5, 5 * ROWS));

        Propagation evaluation = filled(network);
        evaluation.forward(kernels, parameters, 0, ROWS);
        Propagation silent =
                Propagation.forTraining(network, ROWS, TargetKind.LABELS, TrainingNoise.NONE);
        fill(network, silent);
        silent.forward(kernels, parameters, 0, ROWS);
        assertThat(silent.outputs()).containsExactly(evaluation.outputs());
        assertThat(silent.loss(kernels, 0, ROWS)).isEqualTo(evaluation.loss(kernels, 0, ROWS));
    }

    @Test
    void shouldAllocateNothingWithLayerNormDropoutAndSmoothedLabels() {
        Network network = normalized();
        float[] parameters = parameters(network);
        Propagation propagation = training(network);
        float[] gradients = new float[parameters.length];

        long bytes =
                AllocatedBytes.of(() -> {
                    propagation.forward(kernels, parameters, 0, ROWS);
                    propagation.loss(kernels, 0, ROWS);
                    for (int layer = 2; layer >= 0; layer--) {
                        int inputs = network.layout().inputs(layer);
                        propagation.gradient(kernels, layer, 0, ROWS, SLICE, 0, inputs, gradients);
                        if (layer > 0) {
                            propagation.backward(kernels, parameters, layer, 0, ROWS);
                        }
                    }
                });

        assertThat(bytes).isZero();
    }

    /** With one output softmax has one class, where a sigmoid tells two apart. */
    @Test
    void shouldNameALabelThatASingleSoftmaxCannotTellApart() {
        Network network = network("2-1", Loss.CROSS_ENTROPY);
        Propagation propagation = new Propagation(network, 2);
        propagation.labels()[0] = 1;
        propagation.forward(kernels, parameters(network), 0, 2);

        assertThatThrownBy(() -> propagation.loss(kernels, 0, 2))
                .hasMessage("label must name an output: label=1, outputs=1, row=0");
    }

    @Test
    void shouldNameALabelThatIsNoOutput() {
        Network network = network("2-3", Loss.CROSS_ENTROPY);
        Propagation propagation = new Propagation(network, 2);
        propagation.labels()[1] = 3;
        propagation.forward(kernels, parameters(network), 0, 2);

        assertThatThrownBy(() -> propagation.loss(kernels, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label must name an output: label=3, outputs=3, row=1");
    }

    @Test
    void shouldNameRowsOutsideTheBuffers() {
        Network network = network("2-3", Loss.CROSS_ENTROPY);
        Propagation propagation = new Propagation(network, 2);

        assertThatThrownBy(() -> propagation.forward(kernels, parameters(network), 1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must lie within the buffers: fromRow=1, toRow=3, maxRows=2");
    }

    @Test
    void shouldRefuseTargetValuesForALossOfLabels() {
        Network network = network("2-3", Loss.CROSS_ENTROPY);

        assertThatThrownBy(() -> new Propagation(network, 2, TargetKind.VALUES))
                .hasMessage("loss cross-entropy needs labels, not target values");
    }

    private static Network network(String model, Loss loss) {
        return new Network(
                NetworkDescription.parse(model, Activation.TANH, loss.defaultOutput(), loss));
    }

    private static float[] parameters(Network network) {
        float[] parameters = new float[network.layout().parameterCount()];
        network.initialize(Initialization.XAVIER, 3, parameters);
        return parameters;
    }

    private static Propagation filled(Network network) {
        Propagation propagation = new Propagation(network, ROWS);
        fill(network, propagation);
        return propagation;
    }

    private static void fill(Network network, Propagation propagation) {
        int inputs = network.description().inputs();
        Doubles.copyRows(Doubles.normalRows(ROWS, inputs, 4), propagation.inputs());
        for (int row = 0; row < ROWS; row++) {
            propagation.labels()[row] = row % network.description().outputs();
        }
    }

    /** Requirements M2, M3: softmax and both cross-entropies are stable for logits of ±1e4. */
    @ParameterizedTest
    @EnumSource(
            value = Loss.class,
            names = {"CROSS_ENTROPY", "BINARY_CROSS_ENTROPY"})
    void shouldStayFiniteForHugeLogits(Loss loss) {
        Network network =
                new Network(
                        new NetworkDescription(
                                List.of(1, 3), Activation.RELU, loss.defaultOutput(), loss));
        Propagation propagation = new Propagation(network, 2);
        propagation.inputs()[0] = 1f;
        propagation.inputs()[1] = -1f;
        float[] parameters = {1e4f, -1e4f, 0f, 0f, 0f, 0f};

        propagation.forward(Kernels.create(), parameters, 0, 2);
        double sum = propagation.loss(Kernels.create(), 0, 2);

        for (float output : propagation.outputs()) {
            assertThat(output).isBetween(0f, 1f);
        }
        // Label 0: right by 1e4 in the first row, wrong by 1e4 or 2e4 in the second.
        double wrong = loss == Loss.CROSS_ENTROPY ? 2e4 : (2e4 + 2 * StrictMath.log(2)) / 3;
        assertThat(sum).isCloseTo(wrong, within(1e-3));
    }

    /** A single output tells two classes apart. */
    @Test
    void shouldTakeASingleOutputForTheSecondOfTwoClasses() {
        Network network =
                new Network(
                        new NetworkDescription(
                                List.of(1, 1),
                                Activation.RELU,
                                Activation.SIGMOID,
                                Loss.BINARY_CROSS_ENTROPY));
        Propagation propagation = new Propagation(network, 3);
        float[] inputs = {2f, -2f, Float.NaN};
        System.arraycopy(inputs, 0, propagation.inputs(), 0, 3);
        propagation.labels()[0] = 1;
        propagation.labels()[1] = 1;

        propagation.forward(Kernels.create(), new float[] {1f, 0f}, 0, 3);

        assertThat(propagation.predictedClass(0)).isEqualTo(1);
        assertThat(propagation.predictedClass(1)).isZero();
        assertThat(propagation.predictedClass(2)).isEqualTo(ArgMax.NONE);
        assertThat(propagation.correct(0, 3)).isEqualTo(1);
        assertThat(propagation.loss(Kernels.create(), 0, 2))
                .isCloseTo(2 * StrictMath.log1p(StrictMath.exp(-2)) + 2, within(1e-6));
    }
}
