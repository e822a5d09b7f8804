package glissade.cli;

import glissade.collective.SliceTree;
import glissade.data.Dataset;
import glissade.local.Machine;
import glissade.math.Kernels;
import glissade.nn.ArgMax;
import glissade.nn.Network;
import glissade.nn.Propagation;
import glissade.preprocess.PreparedInputs;
import glissade.protocol.EvaluationSchedule;
import glissade.run.TrainedModel;

/**
 * How a model classifies a data set: loss, accuracy, and which classes it takes for which. The loss
 * is summed as in training, in the same order, so that it has the same bits.
 */
final class Classification {

    private final Dataset data;
    private final int classes;

    /** Samples by [class][predicted class]. */
    private final long[][] confusion;

    private final double loss;
    private long undecided;

    private Classification(TrainedModel model, Dataset data) {
        this.data = data;
        this.classes = model.network().outputs();
        this.confusion = new long[classes][classes];
        this.loss = measure(model);
    }

    static Classification of(TrainedModel model, Dataset data) {
        return new Classification(model, data);
    }

    private double measure(TrainedModel model) {
        Kernels kernels = Machine.kernels();
        Propagation propagation =
                new Propagation(new Network(model.network()), EvaluationSchedule.SLICE);
        PreparedInputs prepared =
                new PreparedInputs(data, model.preprocessing(), propagation.inputs());
        double[] losses = new double[EvaluationSchedule.slices(data.size())];
        for (int slice = 0; slice < losses.length; slice++) {
            int first = slice * EvaluationSchedule.SLICE;
            int rows = Math.min(EvaluationSchedule.SLICE, data.size() - first);
            for (int row = 0; row < rows; row++) {
                prepared.copy(first + row, row);
                propagation.labels()[row] = data.label(first + row);
            }
            prepared.prepare(kernels, 0, rows);
            propagation.forward(kernels, model.parameters(), 0, rows);
            count(propagation, rows);
            losses[slice] = propagation.loss(kernels, 0, rows);
        }
        return SliceTree.sum(losses, 0, losses.length) / data.size();
    }

    private void count(Propagation propagation, int rows) {
        for (int row = 0; row < rows; row++) {
            int predicted = ArgMax.of(propagation.outputs(), row * classes, classes);
            if (predicted == ArgMax.NONE) {
                undecided++;
            } else {
                confusion[propagation.labels()[row]][predicted]++;
            }
        }
    }

    int classes() {
        return classes;
    }

    long samples() {
        return data.size();
    }

    double loss() {
        return loss;
    }

    /** Samples for which the network gave no number: its parameters are not finite. */
    long undecided() {
        return undecided;
    }

    long correct() {
        long sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += confusion[i][i];
        }
        return sum;
    }

    double accuracy() {
        return (double) correct() / samples();
    }

    /** Samples of one class that were taken for another, or for itself. */
    long count(int label, int predicted) {
        return confusion[label][predicted];
    }

    /** Samples of one class. */
    long ofClass(int label) {
        long sum = 0;
        for (long count : confusion[label]) {
            sum += count;
        }
        return sum;
    }

    /** Share of a class that was recognised; NaN where there is none of it. */
    double recall(int label) {
        return (double) confusion[label][label] / ofClass(label);
    }
}
