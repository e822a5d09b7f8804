package glissade.worker.step;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import glissade.collective.SliceShares;
import glissade.data.DataSchema;
import glissade.data.Dataset;
import glissade.evaluation.ClassificationFigures;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationMerge;
import glissade.evaluation.LayerFigures;
import glissade.evaluation.RegressionFigures;
import glissade.evaluation.UnitWatch;
import glissade.math.Kernels;
import glissade.nn.Activation;
import glissade.nn.Initialization;
import glissade.nn.Loss;
import glissade.nn.Network;
import glissade.nn.NetworkDescription;
import glissade.nn.Propagation;
import glissade.preprocess.Preprocessing;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirements D4, D5: every sample once, the same figures for any division among workers. */
class EvaluationTest {

    private static final int SLICE = 40;

    private final StepFixture fixture = new StepFixture();

    private static EvaluationFigures measure(
            Network network, Dataset data, float[] parameters, int threads, int workers) {
        try (Evaluation evaluation =
                new Evaluation(network, data, Preprocessing.none(data.inputs()), SLICE, threads)) {
            EvaluationMerge merge = new EvaluationMerge(evaluation.scope());
            SliceShares shares = SliceShares.even(evaluation.scope().slices(), workers);
            EvaluationFigures figures = null;
            for (int rank = workers - 1; rank >= 0; rank--) {
                evaluation.run(parameters, shares.from(rank), shares.to(rank));
                figures = merge.add(evaluation.sums(shares.nodes(rank)), evaluation.tally());
            }
            return requireNonNull(figures);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "TANH", "SIGMOID", "IDENTITY"})
    void shouldMeasureTheSameForAnyDivisionAndAnyLanes(Activation hidden) {
        StepFixture of = new StepFixture(hidden);

        EvaluationFigures alone = measure(of.network, of.data, of.parameters, 1, 1);

        assertThat(alone.samples()).isEqualTo(StepFixture.SAMPLES);
        assertThat(alone.loss()).isBetween(1.5, 4.0);
        assertThat(measure(of.network, of.data, of.parameters, 3, 1)).isEqualTo(alone);
        assertThat(measure(of.network, of.data, of.parameters, 1, 2)).isEqualTo(alone);
        assertThat(measure(of.network, of.data, of.parameters, 2, 3)).isEqualTo(alone);
        assertThat(measure(of.network, of.data, of.parameters, 1, 8)).isEqualTo(alone);
    }

    @Test
    void shouldAgreeWithCountingSampleBySample() {
        Dataset data = fixture.data;
        Propagation one = new Propagation(fixture.network, 1);
        Kernels kernels = Kernels.scalar();
        long[][] confusion = new long[10][10];
        double entropy = 0;
        double largest = 0;
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyInputs(sample, one.inputs(), 0);
            one.forward(kernels, fixture.parameters, 0, 1);
            confusion[data.label(sample)][one.predictedClass(0)]++;
            largest += one.outputs()[one.predictedClass(0)];
            for (float p : one.outputs()) {
                entropy -= p * Math.log(p);
            }
        }

        EvaluationFigures figures = measure(fixture.network, data, fixture.parameters, 1, 1);

        ClassificationFigures classes = requireNonNull(figures.classification());
        long right = 0;
        for (int label = 0; label < 10; label++) {
            right += confusion[label][label];
            for (int taken = 0; taken < 10; taken++) {
                assertThat(requireNonNull(classes.confusionMatrix()).at(label, taken))
                        .isEqualTo(confusion[label][taken]);
            }
        }
        assertThat(classes.right()).isEqualTo(right);
        assertThat(classes.topAccuracies()).hasSize(5).isSorted();
        assertThat(requireNonNull(figures.confidence()).entropy())
                .isCloseTo(entropy / data.size(), within(1e-6));
        assertThat(requireNonNull(figures.confidence()).maximum())
                .isCloseTo(largest / data.size(), within(1e-7));
    }

    @Test
    void shouldFindTheUnitsThatAreDeadForEverySample() {
        StepFixture of = new StepFixture(Activation.RELU);
        int bias = of.network.layout().biasOffset(0);
        for (int unit = 0; unit < 5; unit++) {
            of.parameters[bias + unit * 3] = -1e6f;
        }

        List<LayerFigures> units = measure(of.network, of.data, of.parameters, 2, 3).units();

        assertThat(units.getFirst()).isEqualTo(new LayerFigures(1, 20, UnitWatch.DEAD, 0.25));
        assertThat(units).hasSize(2);
    }

    @Test
    void shouldCountActivationsThatAreSaturated() {
        for (int unit = 0; unit < 10; unit++) {
            fixture.parameters[fixture.network.layout().biasOffset(0) + unit] =
                    unit % 2 == 0 ? 1e6f : -1e6f;
        }

        List<LayerFigures> units =
                measure(fixture.network, fixture.data, fixture.parameters, 1, 2).units();

        assertThat(units.getFirst()).isEqualTo(new LayerFigures(1, 20, UnitWatch.SATURATED, 0.5));
    }

    @Test
    void shouldMeasureValuesPerTarget() {
        Values data = new Values(310);
        Network network =
                new Network(
                        NetworkDescription.parse(
                                "3-2", Activation.RELU, Activation.IDENTITY, Loss.MAE));
        float[] parameters = new float[network.layout().parameterCount()];
        network.initialize(Initialization.XAVIER, 1, parameters);
        Propagation one = new Propagation(network, 1);
        double[] mean = new double[2];
        double[] squared = new double[2];
        double[] absolute = new double[2];
        double[] spread = new double[2];
        float[] target = new float[2];
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyTargets(sample, target, 0);
            for (int t = 0; t < 2; t++) {
                mean[t] += target[t] / data.size();
            }
        }
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyInputs(sample, one.inputs(), 0);
            data.copyTargets(sample, target, 0);
            one.forward(Kernels.scalar(), parameters, 0, 1);
            for (int t = 0; t < 2; t++) {
                double error = (double) one.outputs()[t] - target[t];
                squared[t] += error * error;
                absolute[t] += Math.abs(error);
                spread[t] += (target[t] - mean[t]) * (target[t] - mean[t]);
            }
        }

        EvaluationFigures figures = measure(network, data, parameters, 1, 1);

        RegressionFigures values = requireNonNull(figures.regression());
        for (int t = 0; t < 2; t++) {
            RegressionFigures.TargetFigures of = values.targets().get(t);
            assertThat(of.rSquared()).isCloseTo(1 - squared[t] / spread[t], withinPercentage(1e-8));
            assertThat(of.meanAbsoluteError()).isCloseTo(absolute[t] / 310, withinPercentage(1e-8));
            assertThat(of.meanSquaredError()).isCloseTo(squared[t] / 310, withinPercentage(1e-8));
        }
        assertThat(figures.loss()).isCloseTo(values.meanAbsoluteError(), withinPercentage(1e-4));
        assertThat(figures.classification()).isNull();
        assertThat(measure(network, data, parameters, 3, 3)).isEqualTo(figures);
    }

    /** Two targets, the second far from zero. */
    private record Values(int size) implements Dataset {

        @Override
        public int inputs() {
            return 3;
        }

        @Override
        public DataSchema schema() {
            return DataSchema.targets(List.of("near", "far"));
        }

        @Override
        public void copyInputs(int index, float[] out, int offset) {
            for (int i = 0; i < 3; i++) {
                out[offset + i] = (index * (i + 3) % 17) / 17f;
            }
        }

        @Override
        public int label(int index) {
            throw new IllegalStateException("no classes");
        }

        @Override
        public void copyTargets(int index, float[] out, int offset) {
            out[offset] = index % 7 / 7f;
            out[offset + 1] = 10_000 + index % 11;
        }

        @Override
        public void digest(int index, MessageDigest digest) {}
    }
}
