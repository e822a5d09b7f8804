package glissade.worker.step;

import glissade.evaluation.EvaluationScope;
import glissade.evaluation.LayerTally;
import glissade.evaluation.UnitWatch;
import glissade.nn.Activation;
import glissade.nn.Propagation;
import java.util.ArrayList;
import java.util.List;

/**
 * What one lane sees of the units of one hidden layer. Units that have not been above 0 yet are
 * kept in a list that gets short soon, so that looking for dead ones costs next to nothing.
 * Confined to the lane.
 */
final class UnitScan {

    private static final float SIGMOID_LOW = 0.01f;
    private static final float SIGMOID_HIGH = 0.99f;
    private static final float TANH_BEYOND = 0.98f;

    private final int layer;
    private final int units;
    private final UnitWatch watch;
    private final float low;
    private final float high;
    private final int[] silent;
    private int silentCount;
    private long saturated;

    UnitScan(int layer, int units, EvaluationScope scope, Activation activation) {
        this.layer = layer;
        this.units = units;
        this.watch = scope.watch();
        low = activation == Activation.TANH ? -TANH_BEYOND : SIGMOID_LOW;
        high = activation == Activation.TANH ? TANH_BEYOND : SIGMOID_HIGH;
        silent = new int[watch == UnitWatch.DEAD ? units : 0];
        silentCount = silent.length;
        for (int unit = 0; unit < silentCount; unit++) {
            silent[unit] = unit;
        }
    }

    /** Looks at rows that went forward. */
    void look(Propagation propagation, int fromRow, int toRow) {
        float[] activations = propagation.activations(layer);
        switch (watch) {
            case DEAD -> {
                for (int row = fromRow; row < toRow && silentCount > 0; row++) {
                    lookForLife(activations, row * units);
                }
            }
            case SATURATED -> countSaturated(activations, fromRow * units, toRow * units);
            case NOTHING -> {}
        }
    }

    private void lookForLife(float[] activations, int offset) {
        int kept = 0;
        for (int i = 0; i < silentCount; i++) {
            int unit = silent[i];
            if (!(activations[offset + unit] > 0)) {
                silent[kept++] = unit;
            }
        }
        silentCount = kept;
    }

    private void countSaturated(float[] activations, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            float a = activations[i];
            count += (a < low ? 1 : 0) + (a > high ? 1 : 0);
        }
        saturated += count;
    }

    LayerTally tally() {
        long[] words = new long[LayerTally.words(units)];
        if (watch == UnitWatch.DEAD) {
            for (int unit = 0; unit < units; unit++) {
                words[unit / Long.SIZE] |= 1L << unit;
            }
        }
        for (int i = 0; i < silentCount; i++) {
            words[silent[i] / Long.SIZE] &= ~(1L << silent[i]);
        }
        List<Long> alive = new ArrayList<>();
        for (long word : words) {
            alive.add(word);
        }
        return new LayerTally(units, saturated, alive);
    }
}
