package glissade.math;

import java.util.Arrays;

/** Leaves NaN in all scratch of kernels: what a later call reads without writing it shows. */
final class SoiledKernels {
    private static final int ROWS = 70;
    private static final int INNER = 130;
    private static final int COLUMNS = 300;
    private static final int FEW = 3;

    private SoiledKernels() {}

    /** Returns {@code kernels} after calls that use each of their buffers, longer than most do. */
    static Kernels soil(Kernels kernels) {
        float[] nan = new float[INNER * COLUMNS];
        Arrays.fill(nan, Float.NaN);
        float[] out = new float[INNER * COLUMNS];
        for (int columns : new int[] {COLUMNS, FEW}) {
            kernels.matmul(ROWS, INNER, columns, nan, 0, nan, 0, out, 0);
            kernels.matmulTransposed(ROWS, INNER, columns, nan, 0, nan, 0, out, 0);
            for (int inputs : new int[] {INNER, FEW}) {
                kernels.weightGradient(ROWS, 4, inputs, columns, 0, inputs, nan, 0, nan, 0, out, 0);
            }
            kernels.biasGradient(ROWS, 4, columns, nan, 0, out, 0);
        }
        // Ended tile by tile, with functions that own buffers.
        kernels.dense(FEW, INNER, COLUMNS, nan, 0, nan, 0, Elementwise.SIGMOID, nan, 0, out, 0);
        kernels.dense(ROWS, INNER, FEW, nan, 0, nan, 0, Elementwise.TANH, nan, 0, out, 0);
        float[] ofRows = new float[ROWS];
        kernels.softmax(ROWS, COLUMNS, nan.clone(), 0, ofRows, 0);
        float[] terms = new float[out.length];
        kernels.layerNorm(ROWS, COLUMNS, nan.clone(), 0, nan, 0, 0, out, 0, ofRows, 0);
        kernels.layerNormBackward(
                ROWS, COLUMNS, nan.clone(), 0, nan, 0, out, 0, ofRows, 0, terms, 0);
        return kernels;
    }
}
