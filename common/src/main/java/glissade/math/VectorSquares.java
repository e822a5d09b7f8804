package glissade.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of squares in double on sixteen virtual lanes, the vector form of {@link LaneSums}. The
 * square of a float is exact in double, so that a fused multiply-add rounds where an addition does.
 */
final class VectorSquares {

    private static final VectorSpecies<Double> DOUBLES =
            VectorTiles.SPECIES.withLanes(double.class);

    /** As many floats as there are doubles in a vector. */
    private static final VectorSpecies<Float> FLOATS =
            switch (DOUBLES.length()) {
                case 8 -> FloatVector.SPECIES_256;
                case 4 -> FloatVector.SPECIES_128;
                default -> FloatVector.SPECIES_64;
            };

    private static final int WIDTH = DOUBLES.length();

    private VectorSquares() {}

    /** Sums the squares; {@code lanes} [16] is scratch. */
    static double sum(float[] values, int offset, int length, double[] lanes) {
        int end = offset + length / LaneSums.LANES * LaneSums.LANES;
        for (int lane = 0; lane < LaneSums.LANES; lane += 2 * WIDTH) {
            sumLanes(values, offset, end, lane, lanes);
        }
        for (int i = end; i < offset + length; i++) {
            double value = values[i];
            lanes[i - end] += value * value;
        }
        return LaneSums.tree(lanes);
    }

    /**
     * Multiplies the values by a factor, in the same pass, and sums the squares of the products.
     */
    static double scaledSum(float[] values, int offset, int length, float factor, double[] lanes) {
        int end = offset + length / LaneSums.LANES * LaneSums.LANES;
        for (int lane = 0; lane < LaneSums.LANES; lane += 2 * WIDTH) {
            scaleAndSumLanes(values, offset, end, factor, lane, lanes);
        }
        for (int i = end; i < offset + length; i++) {
            values[i] *= factor;
            double value = values[i];
            lanes[i - end] += value * value;
        }
        return LaneSums.tree(lanes);
    }

    private static void scaleAndSumLanes(
            float[] values, int from, int end, float factor, int lane, double[] lanes) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        for (int i = from + lane; i < end; i += LaneSums.LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, values, i).mul(factor);
            FloatVector y = FloatVector.fromArray(FLOATS, values, i + WIDTH).mul(factor);
            x.intoArray(values, i);
            y.intoArray(values, i + WIDTH);
            DoubleVector a = (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector b = (DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 0);
            low = a.fma(a, low);
            high = b.fma(b, high);
        }
        low.intoArray(lanes, lane);
        high.intoArray(lanes, lane + WIDTH);
    }

    /** Two vectors of lanes, one pass over the values. */
    private static void sumLanes(float[] values, int from, int end, int lane, double[] lanes) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        for (int i = from + lane; i < end; i += LaneSums.LANES) {
            DoubleVector a =
                    (DoubleVector)
                            FloatVector.fromArray(FLOATS, values, i)
                                    .convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector b =
                    (DoubleVector)
                            FloatVector.fromArray(FLOATS, values, i + WIDTH)
                                    .convertShape(VectorOperators.F2D, DOUBLES, 0);
            low = a.fma(a, low);
            high = b.fma(b, high);
        }
        low.intoArray(lanes, lane);
        high.intoArray(lanes, lane + WIDTH);
    }
}
