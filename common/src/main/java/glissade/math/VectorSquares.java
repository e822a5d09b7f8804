package glissade.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of squares in double on sixteen virtual lanes, the vector form of {@link LaneSums}. The
 * square of a float is exact in double, so that a fused multiply-add rounds where an addition does.
 * Whole vectors of floats are read of which the first half is used: vectors of half the width would
 * enter the profile of the JDK's methods, and C2 then makes objects of whole ones elsewhere.
 */
final class VectorSquares {
    private static final VectorSpecies<Float> FLOATS = VectorTiles.SPECIES;
    private static final VectorSpecies<Double> DOUBLES = FLOATS.withLanes(double.class);
    private static final int WIDTH = DOUBLES.length();

    private VectorSquares() {}

    /** Sums the squares; {@code lanes} [16] is scratch. */
    static double sum(float[] values, int offset, int length, double[] lanes) {
        int whole = wholeGroups(values, offset, length);
        for (int lane = 0; lane < LaneSums.LANES; lane += 2 * WIDTH) {
            sumLanes(values, offset, whole, lane, lanes);
        }
        for (int i = whole; i < offset + length; i++) {
            addSquare(values[i], i - whole, lanes);
        }
        return LaneSums.tree(lanes);
    }

    /**
     * Multiplies the values by a factor, in the same pass, and sums the squares of the products.
     */
    static double scaledSum(float[] values, int offset, int length, float factor, double[] lanes) {
        int whole = wholeGroups(values, offset, length);
        int lane = 0;
        for (; lane + 4 * WIDTH <= LaneSums.LANES; lane += 4 * WIDTH) {
            scaleAndSumFourLanes(values, offset, whole, factor, lane, lanes);
        }
        for (; lane < LaneSums.LANES; lane += 2 * WIDTH) {
            scaleAndSumLanes(values, offset, whole, factor, lane, lanes);
        }
        for (int i = whole; i < offset + length; i++) {
            values[i] *= factor;
            addSquare(values[i], i - whole, lanes);
        }
        return LaneSums.tree(lanes);
    }

    /** Where the groups of sixteen end of which the last half vector can be read as a whole one. */
    private static int wholeGroups(float[] values, int offset, int length) {
        int readable = Math.min(length, values.length - WIDTH - offset);
        return offset + Math.max(0, readable) / LaneSums.LANES * LaneSums.LANES;
    }

    private static void addSquare(double value, int at, double[] lanes) {
        lanes[at % LaneSums.LANES] += value * value;
    }

    /** Two vectors of lanes, one pass over the values: the first whole vector spans both. */
    private static void scaleAndSumLanes(
            float[] values, int from, int end, float factor, int lane, double[] lanes) {
        DoubleVector s0 = DoubleVector.zero(DOUBLES);
        DoubleVector s1 = DoubleVector.zero(DOUBLES);
        for (int i = from + lane; i < end; i += LaneSums.LANES) {
            FloatVector x0 = FloatVector.fromArray(FLOATS, values, i).mul(factor);
            FloatVector x1 = FloatVector.fromArray(FLOATS, values, i + WIDTH).mul(factor);
            x0.intoArray(values, i);
            DoubleVector d0 = firstHalf(x0);
            DoubleVector d1 = firstHalf(x1);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
        }
        s0.intoArray(lanes, lane);
        s1.intoArray(lanes, lane + WIDTH);
    }

    /** Four vectors of lanes, where there are as many: chains enough to keep the adders busy. */
    private static void scaleAndSumFourLanes(
            float[] values, int from, int end, float factor, int lane, double[] lanes) {
        DoubleVector s0 = DoubleVector.zero(DOUBLES);
        DoubleVector s1 = DoubleVector.zero(DOUBLES);
        DoubleVector s2 = DoubleVector.zero(DOUBLES);
        DoubleVector s3 = DoubleVector.zero(DOUBLES);
        for (int i = from + lane; i < end; i += LaneSums.LANES) {
            FloatVector x0 = FloatVector.fromArray(FLOATS, values, i).mul(factor);
            FloatVector x1 = FloatVector.fromArray(FLOATS, values, i + WIDTH).mul(factor);
            FloatVector x2 = FloatVector.fromArray(FLOATS, values, i + 2 * WIDTH).mul(factor);
            FloatVector x3 = FloatVector.fromArray(FLOATS, values, i + 3 * WIDTH).mul(factor);
            x0.intoArray(values, i);
            x2.intoArray(values, i + 2 * WIDTH);
            DoubleVector d0 = firstHalf(x0);
            DoubleVector d1 = firstHalf(x1);
            DoubleVector d2 = firstHalf(x2);
            DoubleVector d3 = firstHalf(x3);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
            s2 = d2.fma(d2, s2);
            s3 = d3.fma(d3, s3);
        }
        s0.intoArray(lanes, lane);
        s1.intoArray(lanes, lane + WIDTH);
        s2.intoArray(lanes, lane + 2 * WIDTH);
        s3.intoArray(lanes, lane + 3 * WIDTH);
    }

    /** Two vectors of lanes, one pass over the values. */
    private static void sumLanes(float[] values, int from, int end, int lane, double[] lanes) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        for (int i = from + lane; i < end; i += LaneSums.LANES) {
            DoubleVector a = firstHalf(FloatVector.fromArray(FLOATS, values, i));
            DoubleVector b = firstHalf(FloatVector.fromArray(FLOATS, values, i + WIDTH));
            low = a.fma(a, low);
            high = b.fma(b, high);
        }
        low.intoArray(lanes, lane);
        high.intoArray(lanes, lane + WIDTH);
    }

    private static DoubleVector firstHalf(FloatVector x) {
        return (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
    }
}
