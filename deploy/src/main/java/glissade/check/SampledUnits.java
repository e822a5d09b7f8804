package glissade.check;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import glissade.nn.NetworkDescription;
import glissade.nn.TrainingNoise;
import glissade.reference.UnitMask;

/** The units that samples of a run's first epoch go without, written out. */
final class SampledUnits implements UnitMask {

    private final double[][] factors;
    private final int[] firstUnits;

    private SampledUnits(double[][] factors, int[] firstUnits) {
        this.factors = factors;
        this.firstUnits = firstUnits;
    }

    /**
     * The masks of a mini-batch.
     *
     * @param samples index of each row's sample in the training data
     */
    static UnitMask of(NetworkDescription network, TrainingNoise noise, int[] samples) {
        if (noise.dropout() == 0) {
            return UnitMask.NONE;
        }
        int[] firstUnits = new int[network.layers()];
        for (int layer = 1; layer < firstUnits.length; layer++) {
            firstUnits[layer] = firstUnits[layer - 1] + network.widths().get(layer);
        }
        double[][] factors = new double[samples.length][firstUnits[firstUnits.length - 1]];
        for (int row = 0; row < samples.length; row++) {
            CounterRandom random =
                    new CounterRandom(noise.seed(), Purpose.DROPOUT, 0, samples[row]);
            for (int unit = 0; unit < factors[row].length; unit++) {
                boolean leftOut = random.uniform(unit) < noise.dropout();
                factors[row][unit] = leftOut ? 0 : 1 / (1 - noise.dropout());
            }
        }
        return new SampledUnits(factors, firstUnits);
    }

    @Override
    public double factor(int sample, int layer, int unit) {
        return factors[sample][firstUnits[layer] + unit];
    }
}
