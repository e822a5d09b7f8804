package glissade.worker.step;

import glissade.evaluation.ClassCounts;
import glissade.evaluation.ConfusionMatrix;
import glissade.evaluation.EvaluationScope;
import glissade.nn.ArgMax;
import glissade.nn.Propagation;
import java.util.ArrayList;
import java.util.List;

/** What one lane counts of the classes that a network gives for samples. Confined to the lane. */
final class AnswerCounts {

    private final EvaluationScope scope;
    private final long[] ranks;
    private final long[] samples;
    private final long[] predicted;
    private final long[] right;
    private final ConfusionMatrix confusion;
    private long undecided;

    AnswerCounts(EvaluationScope scope) {
        this.scope = scope;
        ranks = new long[scope.classifies() ? scope.ranks() : 0];
        samples = new long[scope.countedClasses()];
        predicted = new long[scope.countedClasses()];
        right = new long[scope.countedClasses()];
        confusion = new ConfusionMatrix(scope.countsConfusion() ? scope.classes() : 0);
    }

    /** Counts rows that went forward; with their labels, where they are known. */
    void count(Propagation propagation, int outputs, int fromRow, int toRow) {
        if (!scope.classifies()) {
            return;
        }
        for (int row = fromRow; row < toRow; row++) {
            int given = propagation.predictedClass(row);
            if (given == ArgMax.NONE) {
                undecided++;
            } else if (samples.length > 0) {
                predicted[given]++;
            }
            if (scope.answered()) {
                countAnswer(propagation, outputs, row, given);
            }
        }
    }

    private void countAnswer(Propagation propagation, int outputs, int row, int given) {
        int label = propagation.labels()[row];
        if (samples.length > 0) {
            samples[label]++;
            right[label] += given == label ? 1 : 0;
        }
        if (given == ArgMax.NONE) {
            return;
        }
        if (scope.countsConfusion()) {
            confusion.count(label, given);
        }
        int rank = given == label ? 0 : rank(propagation.outputs(), row, outputs, label);
        if (rank < ranks.length) {
            ranks[rank]++;
        }
    }

    /** Outputs that come before that of the label: larger ones, and of equals the first. */
    private static int rank(float[] values, int row, int outputs, int label) {
        if (outputs == 1) {
            return 1; // the other one of two
        }
        int offset = row * outputs;
        float own = values[offset + label];
        int before = 0;
        for (int i = 0; i < outputs; i++) {
            float value = values[offset + i];
            if (value > own || (value == own && i < label)) {
                before++;
            }
        }
        return before;
    }

    long undecided() {
        return undecided;
    }

    List<Long> ranks() {
        List<Long> list = new ArrayList<>();
        for (long count : ranks) {
            list.add(count);
        }
        return list;
    }

    List<ClassCounts> classes() {
        List<ClassCounts> list = new ArrayList<>();
        for (int label = 0; label < samples.length; label++) {
            list.add(new ClassCounts(samples[label], predicted[label], right[label]));
        }
        return list;
    }

    ConfusionMatrix confusion() {
        return confusion;
    }
}
