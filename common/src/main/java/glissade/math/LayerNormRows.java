package glissade.math;

/** Layer normalisation in plain loops: the scalar twin of {@link VectorLayerNorm}. */
final class LayerNormRows {
    /** Keeps rows that do not vary from dividing by zero; PyTorch's default. */
    static final float EPSILON = 1e-5f;

    private final float[] lanes = new float[LaneSums.LANES];

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
        for (int row = 0; row < rows; row++) {
            int from = zOffset + row * columns;
            int to = normalizedOffset + row * columns;
            clearLanes();
            for (int j = 0; j < columns; j++) {
                lanes[j % LaneSums.LANES] += z[from + j];
            }
            float mean = LaneSums.tree(lanes) / columns;
            clearLanes();
            for (int j = 0; j < columns; j++) {
                float centred = z[from + j] - mean;
                normalized[to + j] = centred;
                lanes[j % LaneSums.LANES] = Math.fma(centred, centred, lanes[j % LaneSums.LANES]);
            }
            float inverse = inverse(LaneSums.tree(lanes), columns);
            inverseDeviation[inverseDeviationOffset + row] = inverse;
            for (int j = 0; j < columns; j++) {
                float value = normalized[to + j] * inverse;
                normalized[to + j] = value;
                z[from + j] =
                        Math.fma(value, parameters[gainOffset + j], parameters[shiftOffset + j]);
            }
        }
    }

    static float inverse(float squares, int columns) {
        return 1f / (float) Math.sqrt(squares / columns + EPSILON);
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
        for (int row = 0; row < rows; row++) {
            int from = deltaOffset + row * columns;
            int by = normalizedOffset + row * columns;
            int to = gainTermsOffset + row * columns;
            clearLanes();
            for (int j = 0; j < columns; j++) {
                gainTerms[to + j] = delta[from + j] * normalized[by + j];
                delta[from + j] *= parameters[gainOffset + j];
                lanes[j % LaneSums.LANES] += delta[from + j];
            }
            float mean = LaneSums.tree(lanes) / columns;
            clearLanes();
            for (int j = 0; j < columns; j++) {
                lanes[j % LaneSums.LANES] =
                        Math.fma(delta[from + j], normalized[by + j], lanes[j % LaneSums.LANES]);
            }
            float slope = LaneSums.tree(lanes) / columns;
            float inverse = inverseDeviation[inverseDeviationOffset + row];
            for (int j = 0; j < columns; j++) {
                delta[from + j] =
                        Math.fma(-normalized[by + j], slope, delta[from + j] - mean) * inverse;
            }
        }
    }

    private void clearLanes() {
        for (int lane = 0; lane < LaneSums.LANES; lane++) {
            lanes[lane] = 0f;
        }
    }
}
