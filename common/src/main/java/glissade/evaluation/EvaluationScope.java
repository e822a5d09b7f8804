package glissade.evaluation;

import glissade.collective.TreeNode;
import glissade.nn.Activation;
import glissade.nn.NetworkDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation measures. Follows from the network and the data alone, so that everybody who
 * takes part works it out alike.
 *
 * @param samples of the whole data set
 * @param sliceSize samples in a slice, the last may have fewer
 * @param classes that the network tells apart; 0 for regression
 * @param targets values of a regression target; 0 for classes
 * @param answered whether the right answers are known
 * @param outputs what the outputs of a classifier are
 * @param hiddenUnits units of each hidden layer, first to last
 * @param watch what is watched in the hidden layers
 */
public record EvaluationScope(
        int samples,
        int sliceSize,
        int classes,
        int targets,
        boolean answered,
        OutputMeaning outputs,
        List<Integer> hiddenUnits,
        UnitWatch watch) {

    /** Most classes for which counts are kept of each class by itself. */
    public static final int MOST_CLASSES = 16_384;

    /** Most classes for which it is counted which is taken for which. */
    public static final int MOST_CONFUSED_CLASSES = 128;

    /** Most targets that are measured each by itself; beyond, all together and without R². */
    public static final int MOST_TARGETS = 64;

    /** Most hidden units that are watched; in larger networks none is. */
    public static final int MOST_UNITS = 1 << 17;

    /** Top-k accuracies are counted for k up to this, and below the number of classes. */
    public static final int MOST_RANKS = 5;

    public EvaluationScope {
        if (samples < 1 || sliceSize < 1) {
            throw new IllegalArgumentException(
                    "nothing to evaluate: samples=" + samples + ", sliceSize=" + sliceSize);
        }
        if (classes < 0 || targets < 0 || (classes > 0) == (targets > 0)) {
            throw new IllegalArgumentException(
                    "expected classes or targets: classes=" + classes + ", targets=" + targets);
        }
        hiddenUnits = List.copyOf(hiddenUnits);
    }

    /**
     * What there is to measure of a network.
     *
     * @param targets values of the regression target that it was trained on; 0 for classes
     * @param answered whether the right answers are known
     */
    public static EvaluationScope of(
            NetworkDescription network, int samples, int sliceSize, int targets, boolean answered) {
        List<Integer> hidden = network.widths().subList(1, network.widths().size() - 1);
        long units = 0;
        for (int width : hidden) {
            units += width;
        }
        boolean watched = units <= MOST_UNITS;
        int outputs = network.outputs();
        return new EvaluationScope(
                samples,
                sliceSize,
                targets > 0 ? 0 : Math.max(2, outputs),
                targets,
                answered,
                OutputMeaning.of(network.output(), outputs),
                hidden,
                watched ? watch(network.hidden()) : UnitWatch.NOTHING);
    }

    private static UnitWatch watch(Activation hidden) {
        return switch (hidden) {
            case RELU -> UnitWatch.DEAD;
            case SIGMOID, TANH -> UnitWatch.SATURATED;
            case IDENTITY, LEAKY_RELU, SOFTMAX -> UnitWatch.NOTHING;
        };
    }

    /** Number of slices of the whole data set. */
    public int slices() {
        return (samples - 1) / sliceSize + 1;
    }

    /** Samples of slices [lo, hi). */
    public int samples(int lo, int hi) {
        return (int) (Math.min(samples, (long) hi * sliceSize) - (long) lo * sliceSize);
    }

    /** Samples of a tree node. */
    public int samples(TreeNode node) {
        return samples(node.lo(), node.hi());
    }

    public boolean classifies() {
        return classes > 0;
    }

    /** Places of the right answer that are counted: 1 for the largest output, and so on. */
    public int ranks() {
        return Math.min(MOST_RANKS, classes - 1);
    }

    /** Classes that are counted each by itself. */
    public int countedClasses() {
        return classes <= MOST_CLASSES ? classes : 0;
    }

    /** Whether it is counted which class is taken for which. */
    public boolean countsConfusion() {
        return answered && classes <= MOST_CONFUSED_CLASSES;
    }

    /** Entries of sums over regression targets. */
    public int targetSums() {
        return !answered ? 0 : targets <= MOST_TARGETS ? targets : 1;
    }

    /** Hidden layers that are watched. */
    public List<Integer> watchedUnits() {
        return watch == UnitWatch.NOTHING ? List.of() : hiddenUnits;
    }

    /** A tally that has counted nothing. */
    public Tally emptyTally() {
        List<Long> ranks = new ArrayList<>();
        List<ClassCounts> counts = new ArrayList<>();
        List<LayerTally> layers = new ArrayList<>();
        for (int rank = 0; rank < ranks(); rank++) {
            ranks.add(0L);
        }
        for (int label = 0; label < countedClasses(); label++) {
            counts.add(new ClassCounts(0, 0, 0));
        }
        for (int units : watchedUnits()) {
            layers.add(LayerTally.silent(units));
        }
        return new Tally(0, ranks, counts, List.of(), layers);
    }
}
