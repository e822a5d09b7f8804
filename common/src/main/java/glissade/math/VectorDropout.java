package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Leaves units out on whole vectors, with the bits of {@link DropoutMask}. Confined to one thread.
 */
final class VectorDropout {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = VectorTiles.LANES;

    private final DropoutMask mask = new DropoutMask();

    /** Changes which numbers are drawn. */
    void key(long seed, int epoch, int sample) {
        mask.key(seed, epoch, sample);
    }

    /** {@link CounterRandom#word} on whole vectors; the rest in the plain loop. */
    void apply(float[] values, int offset, int length, int firstUnit, int threshold, float scale) {
        int bound = SPECIES.loopBound(length);
        IntVector units = IntVector.zero(INTS).addIndex(1);
        for (int i = 0; i < bound; i += LANES) {
            IntVector x = units.add(firstUnit + i).mul(CounterRandom.GOLDEN).add(mask.random.low());
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
            x = x.mul(CounterRandom.A1);
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
            x = x.mul(CounterRandom.A2);
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
            x = x.lanewise(VectorOperators.XOR, mask.random.high());
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
            x = x.mul(CounterRandom.B1);
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
            x = x.mul(CounterRandom.B2);
            x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
            VectorMask<Float> stays =
                    x.lanewise(VectorOperators.LSHR, 8)
                            .compare(VectorOperators.GE, threshold)
                            .cast(SPECIES);
            FloatVector.fromArray(SPECIES, values, offset + i)
                    .mul(FloatVector.zero(SPECIES).blend(scale, stays))
                    .intoArray(values, offset + i);
        }
        mask.apply(values, offset + bound, length - bound, firstUnit + bound, threshold, scale);
    }
}
