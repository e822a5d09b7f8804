package glissade.preprocess;

import glissade.math.ColumnProducts;
import glissade.math.Kernels;
import java.util.Arrays;

/**
 * Prints a hash of what is fitted and transformed in this JVM; {@link FitBitsTest} starts it with
 * different flags and compares.
 */
final class FitBits {

    private FitBits() {}

    public static void main(String[] args) {
        int inputs = 150;
        float[] rows = Rows.mixed(21, 900, inputs);
        for (int sample = 0; sample < 900; sample++) {
            // Some columns repeat others and some are constant: eigenvalues of 0, equal ones.
            for (int i = 120; i < 140; i++) {
                rows[sample * inputs + i] = rows[sample * inputs + i - 100];
            }
            Arrays.fill(rows, sample * inputs + 140, (sample + 1) * inputs, 0.3f);
        }
        int hash = 0;
        for (PreprocessingKind kind : PreprocessingKind.values()) {
            Preprocessing fitted = MemoryFit.of(kind, inputs, rows, ColumnProducts.create());
            float[] out = new float[rows.length];
            fitted.apply(Kernels.create(), 900, rows.clone(), 0, out, 0);
            hash = 31 * (31 * hash + Arrays.hashCode(fitted.values())) + Arrays.hashCode(out);
        }
        System.out.println(Integer.toHexString(hash));
    }
}
