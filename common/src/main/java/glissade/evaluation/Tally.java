package glissade.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * What was counted over some slices of an evaluation. Counts add up in any order.
 *
 * @param undecided samples for which the network gave no number
 * @param ranks samples whose class had the largest output, the second largest, and so on
 * @param classes counts of each class
 * @param confusion which class was taken for which; cells that are not here are 0, those that are
 *     ascend
 * @param layers of the network, first to last
 */
public record Tally(
        long undecided,
        List<Long> ranks,
        List<ClassCounts> classes,
        List<ConfusionCell> confusion,
        List<LayerTally> layers) {

    private static final int MOST_CELLS =
            EvaluationScope.MOST_CONFUSED_CLASSES * EvaluationScope.MOST_CONFUSED_CLASSES;

    public Tally {
        ranks = List.copyOf(ranks);
        classes = List.copyOf(classes);
        confusion = List.copyOf(confusion);
        layers = List.copyOf(layers);
        if (undecided < 0
                || ranks.size() > EvaluationScope.MOST_RANKS
                || classes.size() > EvaluationScope.MOST_CLASSES
                || confusion.size() > MOST_CELLS
                || layers.size() > EvaluationScope.MOST_UNITS) {
            throw new IllegalArgumentException(
                    "not a tally: undecided="
                            + undecided
                            + ", ranks="
                            + ranks.size()
                            + ", classes="
                            + classes.size()
                            + ", confusion="
                            + confusion.size()
                            + ", layers="
                            + layers.size());
        }
    }

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if they are of different networks
     */
    public Tally plus(Tally other) {
        if (ranks.size() != other.ranks.size()
                || classes.size() != other.classes.size()
                || layers.size() != other.layers.size()) {
            throw new IllegalArgumentException("tallies of different networks");
        }
        List<Long> ranksOfBoth = new ArrayList<>();
        for (int rank = 0; rank < ranks.size(); rank++) {
            ranksOfBoth.add(ranks.get(rank) + other.ranks.get(rank));
        }
        List<ClassCounts> classesOfBoth = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            classesOfBoth.add(classes.get(label).plus(other.classes.get(label)));
        }
        List<LayerTally> layersOfBoth = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            layersOfBoth.add(layers.get(layer).plus(other.layers.get(layer)));
        }
        ConfusionMatrix cells = new ConfusionMatrix(classes.size());
        cells.add(confusion);
        cells.add(other.confusion);
        return new Tally(
                undecided + other.undecided,
                ranksOfBoth,
                classesOfBoth,
                cells.cells(),
                layersOfBoth);
    }
}
