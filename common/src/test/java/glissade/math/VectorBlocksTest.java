package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VectorBlocksTest {
    private static final int INNER = 9;
    private static final int COLUMNS = 64;

    /** Enough for the rows of a tile. */
    private static final int GUARD = 12 * COLUMNS;

    /** In blocks of 24 at most even parts of 553 rows leave one for the last. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWriteNothingBehindALastBlockOfOneRow(boolean transposed) {
        int rows = 553;
        float[] a = Floats.random(1, rows * INNER);
        float[] b = Floats.random(2, INNER * COLUMNS);
        float[] expected = new float[rows * COLUMNS + GUARD];
        Kernels scalar = Kernels.scalar();
        if (transposed) {
            scalar.matmulTransposed(rows, INNER, COLUMNS, a, 0, b, 0, expected, 0);
        } else {
            scalar.matmul(rows, INNER, COLUMNS, a, 0, b, 0, expected, 0);
        }
        Arrays.fill(expected, rows * COLUMNS, expected.length, 7f);
        float[] out = new float[expected.length];
        Arrays.fill(out, 7f);

        new VectorBlocks(24)
                .multiply(rows, INNER, COLUMNS, COLUMNS, transposed, a, 0, b, 0, out, 0);

        assertThat(Arrays.mismatch(out, expected)).isEqualTo(-1);
    }
}
