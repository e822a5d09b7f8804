package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.math.Kernels;
import glissade.nn.Activation;
import glissade.nn.Doubles;
import glissade.nn.Initialization;
import glissade.nn.Loss;
import glissade.nn.Network;
import glissade.nn.NetworkDescription;
import glissade.nn.Propagation;
import glissade.nn.SlicedGradient;
import glissade.reference.ReferenceNetwork;
import glissade.reference.Targets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A hundred steps of the digit network, in float kernels over slices and tree, beside the float64
 * reference program: same initial parameters, same samples in the same order.
 */
class ReferenceTrainingTest {
    private static final int STEPS = 100;
    private static final int BATCH = 32;
    private static final int SLICE = 4;
    private static final int SAMPLES = 320;
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;

    private final Kernels kernels = Kernels.create();
    private final Network network =
            new Network(
                    NetworkDescription.parse(
                            "784-16-16-10",
                            Activation.SIGMOID,
                            Activation.SOFTMAX,
                            Loss.CROSS_ENTROPY));
    private final double[][] samples = noisyPrototypes();

    @ParameterizedTest
    @CsvSource({
        "sgd, 0.5",
        "momentum, 0.1",
        "nesterov, 0.1",
        "adagrad, 0.03",
        "rmsprop, 0.003",
        "adam, 0.01",
        "adamw, 0.01"
    })
    void shouldStayWithTheReferenceForAHundredSteps(String optimizer, double learningRate) {
        OptimizerDescription description = OptimizerDescription.of(optimizer);
        float[] initial = new float[network.layout().parameterCount()];
        network.initialize(Initialization.XAVIER, 7, initial);

        double[] losses = train(description, learningRate, initial);
        double[] expected = trainReference(description, learningRate, initial);

        assertThat(expected[STEPS - 1]).isLessThan(expected[0] / 2);
        for (int step = 0; step < STEPS; step++) {
            assertThat(losses[step]).isCloseTo(expected[step], within(1e-4 * expected[step]));
        }
    }

    private double[] train(OptimizerDescription description, double rate, float[] initial) {
        Propagation propagation = new Propagation(network, BATCH);
        SlicedGradient gradient = new SlicedGradient(kernels, network, propagation, SLICE);
        Optimizer optimizer = description.create();
        float[][] state = optimizer.newState(initial.length);
        float[] parameters = initial.clone();
        float[] updated = new float[initial.length];
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            for (int row = 0; row < BATCH; row++) {
                int sample = sample(step, row);
                float[] x = Doubles.toFloats(samples[sample]);
                System.arraycopy(x, 0, propagation.inputs(), row * INPUTS, INPUTS);
                propagation.labels()[row] = sample % CLASSES;
            }
            SlicedGradient.Sums sums = gradient.sum(parameters, BATCH, 3, 6);
            losses[step] = sums.loss() / BATCH;
            float[] mean = sums.gradients();
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= BATCH;
            }
            optimizer.beginStep(step, rate);
            optimizer.update(parameters, mean, updated, state, 0, mean.length, true);
            float[] previous = parameters;
            parameters = updated;
            updated = previous;
        }
        return losses;
    }

    private double[] trainReference(
            OptimizerDescription description, double rate, float[] initial) {
        ReferenceNetwork reference = new ReferenceNetwork(network.description());
        ReferenceOptimizer optimizer = new ReferenceOptimizer(description, initial.length);
        float[] canonical = new float[initial.length];
        network.layout().toCanonical(initial, canonical);
        double[] parameters = Doubles.toDoubles(canonical);
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            double[][] x = new double[BATCH][];
            double[][] y = new double[BATCH][];
            for (int row = 0; row < BATCH; row++) {
                int sample = sample(step, row);
                x[row] = samples[sample];
                y[row] = Targets.oneHot(sample % CLASSES, CLASSES);
            }
            losses[step] = reference.loss(parameters, x, y);
            optimizer.step(parameters, reference.gradient(parameters, x, y), rate);
        }
        return losses;
    }

    private static int sample(int step, int row) {
        return (step * BATCH + row) % SAMPLES;
    }

    /** Ten random images, one a class, under noise; sample i is of class i mod 10. */
    private static double[][] noisyPrototypes() {
        double[][] prototypes = Doubles.normalRows(CLASSES, INPUTS, 20);
        double[][] rows = Doubles.normalRows(SAMPLES, INPUTS, 21);
        for (int row = 0; row < SAMPLES; row++) {
            for (int i = 0; i < INPUTS; i++) {
                double value = 0.5 * prototypes[row % CLASSES][i] + 0.5 * rows[row][i];
                rows[row][i] = (float) value;
            }
        }
        return rows;
    }
}
