package glissade.evaluation;

/**
 * Health of one hidden layer over a whole data set.
 *
 * @param layer from 1, counted from the inputs
 * @param units of the layer
 * @param watch which of its ills was looked for
 * @param share of its units that are dead, or of its activations that are saturated, 0..1
 */
public record LayerFigures(int layer, int units, UnitWatch watch, double share) {

    static LayerFigures of(int layer, EvaluationScope scope, LayerTally tally) {
        int units = tally.units();
        double share =
                scope.watch() == UnitWatch.DEAD
                        ? (double) tally.dead() / units
                        : (double) tally.saturated() / ((double) scope.samples() * units);
        return new LayerFigures(layer, units, scope.watch(), share);
    }
}
