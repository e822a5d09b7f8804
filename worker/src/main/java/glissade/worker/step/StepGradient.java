package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.Objective;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.collective.MergeTree;
import glissade.data.Dataset;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.nn.ParameterLayout;
import glissade.nn.Propagation;
import glissade.run.RunConfiguration;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a run's first step, computed by what the workers and the averager of that run
 * compute it with, one worker after another in this thread; and the rows that went in. Made for
 * checks: inputs are not preprocessed, no sum is rounded, the gradient is not bounded, and nothing
 * is updated. Immutable, but its arrays are handed out as they are.
 */
public final class StepGradient {

    private final int samples;
    private final float[] inputs;
    private final int[] labels;
    private final float[] targets;
    private final int[] sampleNumbers;
    private final float[] gradient;
    private final double loss;

    private StepGradient(Network network, List<SliceGradients> ranks, Sum sum) {
        int rows = 0;
        for (SliceGradients rank : ranks) {
            rows += rank.rows();
        }
        samples = rows;
        inputs = new float[rows * network.description().inputs()];
        labels = new int[rows];
        targets = new float[rows * network.description().outputs()];
        sampleNumbers = new int[rows];
        gradient = sum.gradient;
        loss = sum.loss;
        int row = 0;
        for (SliceGradients rank : ranks) {
            copyRows(rank.propagation(), row, rank.rows());
            row += rank.rows();
        }
    }

    private void copyRows(Propagation from, int row, int rows) {
        int width = inputs.length / samples;
        int outputs = targets.length / samples;
        System.arraycopy(from.inputs(), 0, inputs, row * width, rows * width);
        System.arraycopy(from.labels(), 0, labels, row, rows);
        System.arraycopy(from.targets(), 0, targets, row * outputs, rows * outputs);
        System.arraycopy(from.samples(), 0, sampleNumbers, row, rows);
    }

    /**
     * Computes the gradient.
     *
     * @param training the run's training data
     * @param parameters [parameterCount] in memory order, not modified
     */
    public static StepGradient of(
            RunConfiguration configuration, Dataset training, float[] parameters) {
        EpochShape shape = configuration.epochShape(training.size());
        Assignment assignment = new Assignment(shape, configuration.cluster().workers());
        Network network = new Network(configuration.model().network());
        TrainingSamples samples = TrainingSamples.of(configuration, training);
        try (Lanes lanes = new Lanes(configuration.cluster().threads(), "check")) {
            List<SliceGradients> ranks = new ArrayList<>();
            for (int rank = 0; rank < assignment.worldSize(); rank++) {
                SliceGradients gradients =
                        new SliceGradients(
                                network,
                                configuration.training().noise(),
                                samples,
                                StepShares.of(assignment, rank, shape.batchSize()),
                                lanes,
                                GradientParts.LARGE);
                gradients.forward(0, parameters);
                for (int part = gradients.parts() - 1; part >= 0; part--) {
                    gradients.gradient(part);
                }
                ranks.add(gradients);
            }
            Sum sum = new Sum(ranks, assignment.layout(0).tree());
            sum.average(configuration, network.layout(), assignment, parameters);
            return new StepGradient(network, ranks, sum);
        }
    }

    /** What the averager makes of the partial sums. */
    private static final class Sum {
        final float[] gradient;
        double loss;

        Sum(List<SliceGradients> ranks, MergeTree tree) {
            float[][] sums = new float[tree.size()][];
            double[] losses = new double[tree.size()];
            int leaf = 0;
            for (SliceGradients rank : ranks) {
                for (int node = 0; node < rank.nodes(); node++) {
                    sums[leaf] = rank.sums(node);
                    losses[leaf++] = rank.lossSum(node);
                }
            }
            Kernels kernels = Kernels.create();
            for (int node = tree.leaves(); node < tree.size(); node++) {
                sums[node] = sums[tree.left(node)];
                kernels.add(sums[node], 0, sums[tree.right(node)], 0, sums[node].length);
                losses[node] = losses[tree.left(node)] + losses[tree.right(node)];
            }
            gradient = sums[tree.size() - 1];
            loss = losses[tree.size() - 1];
        }

        void average(
                RunConfiguration configuration,
                ParameterLayout layout,
                Assignment assignment,
                float[] parameters) {
            Objective asked = configuration.training().objective();
            Buckets buckets = new Buckets(layout.parameterCount());
            Averager averager =
                    new Averager(
                            buckets,
                            layout,
                            new Objective(asked.l1(), asked.l2(), asked.biases(), 0, 0),
                            configuration.training().optimizer().create(),
                            configuration.learningRates(assignment.shape()),
                            Kernels.create(),
                            start(configuration, parameters));
            averager.begin(assignment.layout(0).samples());
            averager.loss(loss);
            for (int bucket = 0; bucket < buckets.count(); bucket++) {
                averager.gathered(bucket, gradient);
            }
            loss = averager.meanLoss();
        }

        private static TrainingState start(RunConfiguration configuration, float[] parameters) {
            int vectors = configuration.training().optimizer().stateVectors();
            return new TrainingState(0, parameters, new float[vectors][parameters.length]);
        }
    }

    /** Samples of the mini-batch. */
    public int samples() {
        return samples;
    }

    /** [samples, inputs], as the network took them in. */
    public float[] inputs() {
        return inputs;
    }

    /** [samples], where the data are labelled. */
    public int[] labels() {
        return labels;
    }

    /** [samples, outputs], where the data have values to predict. */
    public float[] targets() {
        return targets;
    }

    /** [samples]: index of each in the training data. */
    public int[] sampleNumbers() {
        return sampleNumbers;
    }

    /** Gradient of the objective [parameterCount] in memory order: averaged, with penalties. */
    public float[] gradient() {
        return gradient;
    }

    /** Mean over the samples of their losses. */
    public double loss() {
        return loss;
    }
}
