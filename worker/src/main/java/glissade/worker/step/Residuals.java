package glissade.worker.step;

import glissade.collective.StepShare;
import glissade.collective.TreeNode;
import java.util.List;

/**
 * What is held back of the gradient sums of the units that a rank computes: each element that stays
 * below the threshold is kept and added to the unit's next sum, so that nothing is lost, only late
 * (error feedback). Belongs to the unit, not to who computes it: part of the training state.
 *
 * <p>Elements are independent of each other, so lanes may {@link #sift} stretches of their own.
 */
final class Residuals {

    private static final float[] ANOTHERS = {};

    private final float[][] byUnit;

    /** By unit: least magnitude of a sum that is not held back. */
    private final float[] bounds;

    /**
     * Begins with nothing held back.
     *
     * @param share of a full mini-batch, of whole units where anything is held back
     * @param sliceSize samples in a slice
     */
    Residuals(StepShare share, int sliceSize, int parameterCount) {
        List<TreeNode> units =
                share.rounding().holdsBack() ? share.rounding().of(share.slices()) : List.of();
        byUnit = new float[units.size()][];
        bounds = new float[byUnit.length];
        for (int unit = 0; unit < byUnit.length; unit++) {
            TreeNode node = units.get(unit);
            boolean isOwn = share.from() <= node.lo() && node.hi() <= share.to();
            byUnit[unit] = isOwn ? new float[parameterCount] : ANOTHERS;
            int samples = Math.min(node.hi() * sliceSize, share.samples()) - node.lo() * sliceSize;
            bounds[unit] = (float) (share.rounding().threshold() * samples);
        }
    }

    /**
     * Takes over what a state holds back.
     *
     * @param state [units][parameterCount], of which own units are copied
     */
    void begin(float[][] state) {
        if (state.length != byUnit.length) {
            throw new IllegalArgumentException(
                    "residuals of other units: units="
                            + state.length
                            + ", expected="
                            + byUnit.length);
        }
        for (int unit = 0; unit < byUnit.length; unit++) {
            System.arraycopy(state[unit], 0, byUnit[unit], 0, byUnit[unit].length);
        }
    }

    /** By unit: what is held back [parameterCount]; empty for units of others. */
    float[][] all() {
        return byUnit;
    }

    /**
     * Adds what was held back to a stretch of a unit's sum, leaves in it what reaches the
     * threshold, NaN included, and holds the rest back.
     */
    void sift(int unit, float[] sums, int from, int length) {
        float[] held = byUnit[unit];
        float bound = bounds[unit];
        for (int i = from; i < from + length; i++) {
            float sum = sums[i] + held[i];
            boolean isSmall = Math.abs(sum) < bound;
            sums[i] = isSmall ? 0f : sum;
            held[i] = isSmall ? sum : 0f;
        }
    }
}
