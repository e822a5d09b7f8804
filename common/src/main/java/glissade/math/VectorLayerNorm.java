package glissade.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layer normalisation on hardware vectors, a row at a time in buffers of whole vectors of sixteen
 * lanes. What fills a row up is 0 wherever it is summed, and adds nothing. Same bits as {@link
 * LayerNormRows}. Not thread-safe.
 */
final class VectorLayerNorm {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    private final float[] lanes = new float[LaneSums.LANES];

    // Grow to the longest row seen; of a shorter one the first floats are in use.
    private float[] row = new float[0];
    private float[] other = new float[0];

    void forward(
            int rows,
            int columns,
            float[] z,
            int zOffset,
            float[] parameters,
            int gainOffset,
            int shiftOffset,
            float[] normalized,
            int normalizedOffset,
            float[] inverseDeviation,
            int inverseDeviationOffset) {
        int length = fit(columns);
        for (int i = 0; i < rows; i++) {
            int from = zOffset + i * columns;
            int to = normalizedOffset + i * columns;
            System.arraycopy(z, from, row, 0, columns);
            float mean = sum(row, length) / columns;
            for (int j = 0; j < length; j += LANES) {
                FloatVector.fromArray(SPECIES, row, j).sub(mean).intoArray(row, j);
            }
            Arrays.fill(row, columns, length, 0f);
            float inverse = LayerNormRows.inverse(sumOfProducts(row, row, length), columns);
            inverseDeviation[inverseDeviationOffset + i] = inverse;
            int bound = SPECIES.loopBound(columns);
            int j = 0;
            for (; j < bound; j += LANES) {
                FloatVector value = FloatVector.fromArray(SPECIES, row, j).mul(inverse);
                value.intoArray(normalized, to + j);
                value.fma(
                                FloatVector.fromArray(SPECIES, parameters, gainOffset + j),
                                FloatVector.fromArray(SPECIES, parameters, shiftOffset + j))
                        .intoArray(z, from + j);
            }
            for (; j < columns; j++) {
                float value = row[j] * inverse;
                normalized[to + j] = value;
                z[from + j] =
                        Math.fma(value, parameters[gainOffset + j], parameters[shiftOffset + j]);
            }
            Arrays.fill(row, columns, length, 0f);
        }
    }

    void backward(
            int rows,
            int columns,
            float[] delta,
            int deltaOffset,
            float[] parameters,
            int gainOffset,
            float[] normalized,
            int normalizedOffset,
            float[] inverseDeviation,
            int inverseDeviationOffset,
            float[] gainTerms,
            int gainTermsOffset) {
        int length = fit(columns);
        int bound = SPECIES.loopBound(columns);
        for (int i = 0; i < rows; i++) {
            int from = deltaOffset + i * columns;
            int by = normalizedOffset + i * columns;
            int to = gainTermsOffset + i * columns;
            System.arraycopy(normalized, by, other, 0, columns);
            int j = 0;
            for (; j < bound; j += LANES) {
                FloatVector d = FloatVector.fromArray(SPECIES, delta, from + j);
                d.mul(FloatVector.fromArray(SPECIES, other, j)).intoArray(gainTerms, to + j);
                d.mul(FloatVector.fromArray(SPECIES, parameters, gainOffset + j)).intoArray(row, j);
            }
            for (; j < columns; j++) {
                gainTerms[to + j] = delta[from + j] * other[j];
                row[j] = delta[from + j] * parameters[gainOffset + j];
            }
            float mean = sum(row, length) / columns;
            float slope = sumOfProducts(row, other, length) / columns;
            float inverse = inverseDeviation[inverseDeviationOffset + i];
            for (j = 0; j < length; j += LANES) {
                FloatVector.fromArray(SPECIES, other, j)
                        .neg()
                        .lanewise(
                                VectorOperators.FMA,
                                FloatVector.broadcast(SPECIES, slope),
                                FloatVector.fromArray(SPECIES, row, j).sub(mean))
                        .mul(inverse)
                        .intoArray(row, j);
            }
            System.arraycopy(row, 0, delta, from, columns);
            Arrays.fill(row, columns, length, 0f);
        }
    }

    /**
     * Makes the buffers fit rows of {@code columns}, with zeros behind them; returns how many
     * floats are in use.
     */
    private int fit(int columns) {
        int length = LaneSums.padded(columns);
        if (row.length < length) {
            row = new float[length];
            other = new float[length];
        }
        Arrays.fill(row, columns, length, 0f);
        Arrays.fill(other, columns, length, 0f);
        return length;
    }

    private float sum(float[] padded, int length) {
        Arrays.fill(lanes, 0f);
        for (int j = 0; j < length; j += LANES) {
            int lane = j % LaneSums.LANES;
            FloatVector.fromArray(SPECIES, lanes, lane)
                    .add(FloatVector.fromArray(SPECIES, padded, j))
                    .intoArray(lanes, lane);
        }
        return LaneSums.tree(lanes);
    }

    private float sumOfProducts(float[] a, float[] b, int length) {
        Arrays.fill(lanes, 0f);
        for (int j = 0; j < length; j += LANES) {
            int lane = j % LaneSums.LANES;
            FloatVector.fromArray(SPECIES, a, j)
                    .fma(
                            FloatVector.fromArray(SPECIES, b, j),
                            FloatVector.fromArray(SPECIES, lanes, lane))
                    .intoArray(lanes, lane);
        }
        return LaneSums.tree(lanes);
    }
}
